"""Two of one job at once, and a job that is killed: real processes on one estate."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.driving import Outcome, environment, estatectl

HOLD = """
import sys
from pathlib import Path
from estatectl.adapters.locks import taken
with taken(Path(sys.argv[1]), sys.argv[2]) as lock:
    print(lock.held, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    assert estatectl("init", str(tmp_path / "e")).status == 0
    return tmp_path / "e"


@pytest.fixture
def holder(place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has begun to tick and does not end."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place / "run" / "tick.lock"), "4711 2026-11-10 09:00:00+08:00"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"True\n"
        yield process
        process.kill()


def tick(place: Path, *more: str) -> Outcome:
    return estatectl("tick", "--as", "system", "--now", "2026-11-10T09:00", *more, cwd=place)


def log(place: Path) -> str:
    return (place / "log" / "estatectl.log").read_text(encoding="utf-8")


@pytest.mark.usefixtures("holder")
def test_a_second_tick_does_nothing_says_so_and_is_no_failure(place: Path) -> None:
    second = tick(place)
    assert second.status == 0
    assert second.out == ""
    assert "EST-630 tick is being done by another process (4711, since 2026-11-10 09:00:00+08:00)" in second.err
    assert estatectl("journal", "verify", cwd=place).status == 5  # nothing was written


@pytest.mark.usefixtures("holder")
def test_cron_gets_nothing_to_mail_about_it_but_the_log_has_it(place: Path) -> None:
    second = tick(place, "--cron")
    assert (second.status, second.out, second.err) == (0, "", "")
    assert log(place).endswith("tick  exit 0  " + log(place).split("  ")[2] + "  EST-630\n")


@pytest.mark.usefixtures("holder")
def test_a_tick_that_was_skipped_is_no_heartbeat(place: Path) -> None:
    tick(place, "--cron")
    tick(place, "--cron", "--now", "2026-11-10T10:00")
    assert estatectl("journal", "verify", cwd=place).status == 5


def test_another_job_is_not_kept_waiting(place: Path, holder: subprocess.Popen[bytes]) -> None:
    assert estatectl("register", "expire", "--as", "system", cwd=place).status in (0, 5)
    assert holder.poll() is None


def test_a_second_run_of_another_job_is_refused(place: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place / "run" / "expire.lock"), "4711 2026-11-10 09:00:00+08:00"],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        second = estatectl("register", "expire", "--as", "system", cwd=place)
        process.kill()
    assert second.status == 2
    assert "EST-630 register expire is being done by another process" in second.err


def test_a_killed_tick_leaves_no_lock_and_the_next_one_says_that_it_did_not_finish(
    place: Path, holder: subprocess.Popen[bytes]
) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert tick(place, "--cron").status == 0
    first, second = log(place).splitlines()
    assert first == (
        "2026-11-10 09:00:00+08:00 tick  the run before did not finish: process 4711 2026-11-10 09:00:00+08:00"
    )
    assert " tick  exit 0  " in second
    tick(place, "--cron", "--now", "2026-11-10T09:01")
    assert log(place).count("did not finish") == 1


def test_two_ticks_started_together_write_everything_once(place: Path, tmp_path: Path) -> None:
    words = ["tick", "--as", "system", "--now", "2026-11-10T09:00", "--cron", "--dir", str(place)]
    running = [
        subprocess.Popen([sys.executable, "-m", "estatectl", *words], env=environment(), stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    for process in running:
        assert process.stderr is not None
        process.stderr.close()
    together = estatectl("journal", "verify", "--format", "json", cwd=place).document["entries"]
    alone = tmp_path / "alone"
    estatectl("init", str(alone))
    tick(alone)
    assert estatectl("journal", "verify", "--format", "json", cwd=alone).document["entries"] == together
