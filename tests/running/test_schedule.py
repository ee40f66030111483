"""What cron and systemd are told to call is exactly the command meant, at the estate's hours."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.running.jobs import BY_COMMAND, JOBS
from estatectl.usecases.running.schedule import Schedule, schedule
from tests.cli.driving import estatectl

PROGRAM = ("/usr/bin/python3", "-m", "estatectl")


def lines(plan: Schedule) -> list[str]:
    """The crontab without remarks and settings."""
    return [line for line in plan.crontab().splitlines() if re.match(r"[*0-9]", line)]


def called(line: str) -> list[str]:
    """The words that the shell hands to the program, once cron has read the line."""
    command = line.split(" ", 5)[5].removesuffix(" > /dev/null").replace("\\%", "%")
    return shlex.split(command)


def test_the_crontab_holds_every_job_and_leaves_the_one_that_destroys_to_the_administrator() -> None:
    text = schedule(PROGRAM, "/srv/e", "Asia/Shanghai", "zh").crontab()
    start = "/usr/bin/python3 -m estatectl --dir /srv/e --cron"
    assert [line for line in text.splitlines() if start in line] == [
        f"* * * * * {start} tick > /dev/null",
        f"20 0 * * * {start} comply run > /dev/null",
        f"10 2 * * * {start} journal backup --keep 30 > /dev/null",
        f"40 3 * * 0 {start} journal verify > /dev/null",
        f"30 6 * * * {start} report daily -o /srv/e/reports/ > /dev/null",
        f"45 6 1 * * {start} report monthly -o /srv/e/reports/ > /dev/null",
        f"#50 3 * * 0 {start} register expire > /dev/null",
    ]
    assert "CRON_TZ=Asia/Shanghai\nESTATECTL_LANG=zh\n" in text


@given(st.text(st.sampled_from("ab %$'\"\\é诉"), min_size=1))
def test_cron_calls_exactly_the_command_meant(name: str) -> None:
    plan = schedule(PROGRAM, f"/srv/{name}", "Asia/Shanghai", "en")
    assert [called(line) for line in lines(plan)] == [plan.command(job) for job in JOBS if job.wanted]


@given(st.text(st.sampled_from("ab %$'\"\\é诉"), min_size=1))
def test_systemd_calls_exactly_the_command_meant(name: str) -> None:
    plan = schedule(PROGRAM, f"/srv/{name}", "Asia/Shanghai", "en")
    [line] = re.findall(r"^ExecStart=(.*)$", plan.files()["cron/estatectl-tick.service"], re.MULTILINE)
    assert unquoted(line) == plan.command(BY_COMMAND["tick"])


def unquoted(line: str) -> list[str]:
    """The words of a line as systemd reads it: quotes, backslashes, then %% and $$."""
    words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line)
    raw = [re.sub(r"\\(.)", r"\1", quoted) if quoted else plain for quoted, plain in words]
    return [word.replace("%%", "%").replace("$$", "$") for word in raw]


@pytest.mark.parametrize(
    ("job", "time"),
    [
        ("tick", "minutely"),
        ("night", "*-*-* 00:20:00 Europe/Berlin"),
        ("verify", "Sun *-*-* 03:40:00 Europe/Berlin"),
        ("report-monthly", "*-*-01 06:45:00 Europe/Berlin"),
    ],
)
def test_timers_speak_in_the_estates_zone(job: str, time: str) -> None:
    files = schedule(PROGRAM, "/srv/e", "Europe/Berlin", "en").files()
    assert f"\nOnCalendar={time}\n" in files[f"cron/estatectl-{job}.timer"]
    assert "\nPersistent=true\n" in files[f"cron/estatectl-{job}.timer"]


def test_every_command_of_the_schedule_is_one_of_the_program(tmp_path: Path) -> None:
    waited_for = {"comply run", "report daily", "report monthly", "journal backup"}
    for job in JOBS:
        if job.command not in waited_for:
            assert estatectl(*job.command.split(), "--help", cwd=tmp_path).status == 0, job.command


def test_the_line_for_tick_runs_in_a_bare_shell_and_is_logged(tmp_path: Path) -> None:
    place = tmp_path / "a b"
    assert estatectl("init", str(place)).status == 0
    written = (place / "cron" / "crontab").read_text(encoding="utf-8")
    assert written == schedule([sys.executable, "-m", "estatectl"], str(place), "Asia/Shanghai", "en").crontab()
    [line] = [line for line in written.splitlines() if line.endswith(" tick > /dev/null")]
    env = {"HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["/bin/sh", "-c", line.removeprefix("* * * * * ")], env=env, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+08:00 tick  exit 0  \d+\.\d s(  .*)?\n",
        (place / "log" / "estatectl.log").read_text(encoding="utf-8"),
    )


def test_an_estate_that_has_moved_gets_its_files_anew(tmp_path: Path) -> None:
    estatectl("init", str(tmp_path / "old"))
    (tmp_path / "old").rename(tmp_path / "new")
    estate = tmp_path / "new" / "policies" / "estate.yaml"
    estate.write_text(estate.read_text(encoding="utf-8").replace("Asia/Shanghai", "Asia/Urumqi"), encoding="utf-8")
    shown = estatectl("schedule", cwd=tmp_path / "new")
    assert f"--dir {tmp_path}/new --cron tick" in shown.out
    assert "/old" in (tmp_path / "new" / "cron" / "crontab").read_text(encoding="utf-8")
    written = estatectl("定时", "--write", "--format", "json", cwd=tmp_path / "new")
    assert written.document["written"]
    for name in written.document["files"]:
        text = (tmp_path / "new" / name).read_text(encoding="utf-8")
        assert "/old" not in text
        assert "Asia/Shanghai" not in text
