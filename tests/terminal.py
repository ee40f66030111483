"""Somebody who types commands in an estate of their own, in this process, and what comes back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from estatectl.cli.main import run


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    @property
    def codes(self) -> list[str]:
        """The codes of everything told, whether or not it has a place in a file."""
        return re.findall(r"^(?:\S+ )?(EST-\d{3}) ", self.err, re.MULTILINE)


class Typing:
    """Commands typed by somebody at an instant; the clock moves only when the test says so."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str], now: str, somebody: str) -> None:
        self.place, self.now = place, now
        self._capsys, self._somebody = capsys, somebody

    def __call__(self, *words: str, by: str | None = None, lang: str = "en") -> Answer:
        self._capsys.readouterr()
        told = ["--as", by or self._somebody, "--now", self.instant, "--lang", lang, "--dir", str(self.place)]
        status = run([*words, *told, "--no-input"])
        shown = self._capsys.readouterr()
        return Answer(status, shown.out, shown.err)

    @property
    def instant(self) -> str:
        return self.now
