"""Somebody at the gate of a sample estate: they type commands, the clock stands where the test puts it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from estatectl.cli.main import run
from tests.terminal import Typing

GUARD, DESK, CHIEF = "wang_zhipeng", "su_xiaoman", "lei_zhengang"
CARD, OTHER_CARD = "11010519491231002X", "110101199003070011"


class Gate(Typing):
    """A terminal at the gate."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(place, capsys, "2026-10-09T09:00", GUARD)

    def at(self, now: str) -> Gate:
        """Let it be later, and cron have run."""
        self.now = f"2026-10-{now}" if len(now) < 12 else now
        assert self("tick", by="system").status == 0
        return self

    def stage(self, case: str) -> str:
        noun = {"V": "visitor", "VH": "vehicle", "G": "goods"}[case.partition("-")[0]]
        return str(self(noun, "show", case, "--format", "json").document["stage"])

    def case(self, case: str) -> Any:
        noun = {"V": "visitor", "VH": "vehicle", "G": "goods"}[case.partition("-")[0]]
        return self(noun, "show", case, "--format", "json").document

    def told(self, case: str) -> list[str]:
        """The posts that notices of a case went to, in order."""
        entries = self.case(case)["entries"]
        return [str(entry["data"]["to_post"]) for entry in entries if entry["kind"] == "notified"]


def founded(folder: Path) -> Path:
    """A sample estate on an October morning."""
    place = folder / "estate"
    assert run(["init", str(place), "--sample", "-q", "--now", "2026-10-09T06:00"]) == 0
    return place


def copied(place: Path, folder: Path) -> Path:
    return Path(shutil.copytree(place, folder / "estate"))
