"""Somebody who types commands in an estate of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Typing

DAY = "2026-10-09"
KEEPER, TECHNICIAN, OTHER, GUARD = "wu_jianguo", "zhao_qiang", "sun_dawei", "wang_zhipeng"
GARDENER_HEAD, SECURITY_HEAD = "bai_songtao", "lei_zhengang"


class Terminal(Typing):
    """`now` is an hour of the day, such as 09:00, or a whole instant; it moves only when the test says so."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(place, capsys, "09:00", KEEPER)

    @property
    def instant(self) -> str:
        return self.now if "T" in self.now else f"{DAY}T{self.now}"

    def at(self, now: str) -> Terminal:
        self.now = now
        return self

    def asked(self, *words: str, by: str = KEEPER) -> Any:
        """The document that a command answers with, whatever its status."""
        return self(*words, "--format", "json", by=by).document

    def balance(self, item: str, *more: str) -> str:
        return str(self.asked("stock", "show", item, *more)["balance"])

    def notices(self) -> list[dict[str, Any]]:
        file = self.place / "outbox" / "notices.jsonl"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [json.loads(line) for line in lines if json.loads(line)["case"].startswith("stock:")]
