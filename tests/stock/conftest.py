"""An estate with something in its stores, and somebody who types commands there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from estatectl.cli.main import run
from tests.stock.terminal import DAY, GARDENER_HEAD, KEEPER, Terminal


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty valves, 3.5 m of pipe and two drills in the maintenance store; two kilos of pesticide in the locker."""
    place = tmp_path_factory.mktemp("stock") / "estate"
    assert run(["init", str(place), "--sample", "-q", "--now", f"{DAY}T06:00"]) == 0
    for keeper, *words in (
        (KEEPER, "ball_valve_20", "20", "--price", "30"),
        (KEEPER, "ppr_pipe_20", "350", "cm"),
        (KEEPER, "hammer_drill", "2"),
        (GARDENER_HEAD, "imidacloprid", "2"),
    ):
        line = ["stock", "receive", *words, "--as", keeper, "--now", f"{DAY}T08:00", "--dir", str(place), "-q"]
        assert run([*line, "--at", f"{DAY}T07:00"]) == 0
    return place


@pytest.fixture
def desk(
    stocked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    monkeypatch.setenv("COLUMNS", "110")
    return Terminal(Path(shutil.copytree(stocked, tmp_path / "estate")), capsys)
