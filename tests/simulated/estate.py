"""A simulated estate and its journal as tests read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.cli.driving import Outcome, estatectl


@dataclass(frozen=True)
class Lived:
    """What the command told, and every entry of the journal afterwards."""

    place: Path
    told: Outcome
    entries: list[Any]

    @property
    def bare(self) -> list[Any]:
        """The entries without what salts make different: hashes of entries, and the head that a copy notes."""
        return [_bare(entry) for entry in self.entries]

    def kinds(self, kind: str) -> list[Any]:
        return [entry for entry in self.entries if entry["kind"] == kind]


def _bare(entry: Any) -> Any:
    data = {name: value for name, value in entry["data"].items() if (entry["kind"], name) != ("backed_up", "head")}
    return {**entry, "data": data, "prev": None, "hash": None}


def live(*words: str, lang: str = "en") -> Lived:
    """Live some days in a directory of their own."""
    place = Path(mkdtemp(prefix="simulated-"))
    told = estatectl("simulate", "there", "--lang", lang, "--format", "json", *words, cwd=place)
    lines = estatectl("journal", "export", "--with-personal", cwd=place / "there").out.splitlines()
    return Lived(place / "there", told, [json.loads(line) for line in lines])


@lru_cache(maxsize=4)
def lived(*words: str) -> Lived:
    """The same, once for all tests of a process."""
    return live(*words)
