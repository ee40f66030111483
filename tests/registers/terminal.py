"""Typing commands about registers: what comes back, and shorthands for lines that many tests need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.terminal import Typing

NOW = "2026-11-10T09:00"
DESK, CCTV, CCTV_TOO, GUARD = "su_xiaoman", "jiang_li", "peng_fei", "wang_zhipeng"
SECURITY_HEAD, OFFICER, ADMIN_HEAD, GENERAL = "lei_zhengang", "mo_lan", "shao_jing", "shen_yichuan"


class Terminal(Typing):
    """Somebody who types commands in an estate of their own. `now` moves only when the test says so."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(place, capsys, NOW, DESK)

    def at(self, now: str) -> Terminal:
        self.now = now
        return self

    def json(self, *words: str, by: str = DESK) -> Any:
        """The document of a command that must succeed."""
        answer = self(*words, "--format", "json", by=by)
        assert answer.status == 0, answer.out + answer.err
        return answer.document

    def add(self, register: str, *, by: str = DESK, **fields: str) -> str:
        """Write a line that must be accepted; its number."""
        options = [word for name, value in fields.items() for word in (f"--{name.replace('_', '-')}", value)]
        return str(self.json("register", "add", register, *options, by=by)["line"]["id"])

    def give_pass(self, plate: str = "京A12345", **fields: str) -> str:
        told = {"kind": "owner", "owner": "王先生", "household": "3栋2单元1201", "valid_until": "2027-05-01"}
        return self.add("vehicle_passes", plate=plate, **(told | fields))

    def lines(self, register: str, *words: str) -> list[str]:
        """The numbers of the lines that a list shows, in its order."""
        return [line["id"] for line in self.json("register", "list", register, *words)["lines"]]

    def outbox(self) -> str:
        """What went out of the house so far."""
        path = self.place / "outbox" / "notices.jsonl"
        return path.read_text(encoding="utf-8") if path.exists() else ""
