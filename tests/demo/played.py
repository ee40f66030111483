"""A scenario that was played into an estate of its own, and its journal as tests read it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.cli.driving import Outcome, estatectl


@dataclass(frozen=True)
class Played:
    """What was shown while it was played, and every entry that the journal holds afterwards."""

    place: Path
    told: Outcome
    entries: list[Any] = field(default_factory=list)

    def of(self, stream: str, *kinds: str) -> list[Any]:
        """The entries of a case or line, or those of some kinds, in order."""
        return [e for e in self.entries if e["stream"] == stream and (not kinds or e["kind"] in kinds)]

    def moves(self, stream: str) -> list[str]:
        return [str(entry["data"]["move"]) for entry in self.of(stream, "moved")]

    def document(self, *words: str) -> Any:
        """What a command answers in the estate afterwards, as data."""
        return estatectl(*words, "--format", "json", cwd=self.place).document


def play(which: str, place: Path, lang: str) -> Played:
    """Play a scenario that comes along."""
    told = estatectl("demo", "--play", which, "--lang", lang, cwd=place, COLUMNS="100")
    lines = estatectl("journal", "export", "--with-personal", cwd=place / "demo").out.splitlines()
    return Played(place / "demo", told, [json.loads(line) for line in lines])


def wall_clock(entry: Any) -> str:
    """When something happened, by the estate's clock: 10-17 15:12."""
    return f"{datetime.fromisoformat(entry['at']).astimezone(_CHINA):%m-%d %H:%M}"


_CHINA = datetime.fromisoformat("2026-01-01T00:00+08:00").tzinfo


def clauses_of(scenario: Path) -> Iterator[str]:
    """The clauses that a scenario says it shows."""
    import yaml

    yield from yaml.safe_load(scenario.read_text(encoding="utf-8"))["clauses"]
