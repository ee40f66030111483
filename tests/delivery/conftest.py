"""An estate with its staff, as it stands at nine in the morning when cron has just run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from estatectl.cli.main import run
from tests.delivery.house import POLICY, Office, write_policy
from tests.delivery.servers import Endpoint, Mailbox, endpoint, mailbox


@pytest.fixture(scope="package")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("delivery") / "estate"
    assert run(["init", str(place), "--sample", "-q", "--now", "2026-10-09T06:00"]) == 0
    write_policy(place, POLICY)
    assert run(["tick", "--dir", str(place), "--as", "system", "--now", "2026-10-09T08:59"]) == 0
    return place


@pytest.fixture
def office(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Office:
    return Office(Path(shutil.copytree(founded, tmp_path / "estate")), capsys, monkeypatch)


@pytest.fixture
def gate() -> Iterator[Endpoint]:
    with endpoint() as made:
        yield made


@pytest.fixture
def post_office() -> Iterator[Mailbox]:
    with mailbox() as made:
        yield made
