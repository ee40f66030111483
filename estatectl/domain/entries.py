"""The lines of the journal: drafts before they are written, entries once they are numbered and chained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Personal:
    """A text about a person. It is kept beside the chain; the chain holds a salted commitment to it."""

    value: str


Json = None | bool | int | str | Personal | Sequence["Json"] | Mapping[str, "Json"]
"""What an entry may hold. No floats: decimals are written as text, so that the canonical form never varies."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry about to be appended. `at` is when it happened (aware); one `key` is written at most once."""

    stream: str
    kind: str
    at: datetime
    actor: str
    data: Mapping[str, Json]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A written line. `data` is as read back: personal values revealed as text, or None once erased."""

    seq: int
    stream: str
    version: int
    key: str | None
    at: datetime
    recorded_at: datetime
    kind: str
    actor: str
    policy: str
    data: Mapping[str, object]
    prev: str
    hash: str
