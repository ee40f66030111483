"""A sample estate on a Tuesday morning, and somebody who types commands there and looks back at it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from estatectl.cli.main import run
from tests.nights.looking import FOUNDED, Onlooker


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("nights") / "estate"
    assert run(["init", str(place), "--sample", "-q", "--now", FOUNDED]) == 0
    return place


@pytest.fixture
def desk(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Onlooker:
    monkeypatch.setenv("COLUMNS", "110")
    return Onlooker(Path(shutil.copytree(founded, tmp_path / "estate")), capsys)
