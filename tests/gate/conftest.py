"""One sample estate for the module, a copy of it for every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gate.house import Gate, copied, founded


@pytest.fixture(scope="session")
def gate_estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("gate"))


@pytest.fixture
def gate(gate_estate: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gate:
    return Gate(copied(gate_estate, tmp_path), capsys)
