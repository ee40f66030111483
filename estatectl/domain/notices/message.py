"""What goes over a channel: one message to one receiver, of one notice or several. Domain floor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A notice as a message holds it."""

    key: str
    case: str
    to_post: str | None
    to_person: str | None
    template: str
    text_zh: str
    text_en: str
    queued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a carrier is handed. `key` is the same whenever this message is sent again; `address` fills the channel's
    secret where it leads to persons."""

    key: str
    address: str | None
    subject: str
    body: str
    notices: tuple[Enclosed, ...]
