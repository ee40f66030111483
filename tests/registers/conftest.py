"""A sample estate on a Tuesday morning, and somebody who types commands there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from estatectl.cli.main import run
from tests.registers.terminal import NOW, Terminal


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("registers") / "estate"
    assert run(["init", str(place), "--sample", "-q", "--now", NOW]) == 0
    return place


@pytest.fixture
def desk(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    monkeypatch.setenv("COLUMNS", "110")
    return Terminal(Path(shutil.copytree(founded, tmp_path / "estate")), capsys)
