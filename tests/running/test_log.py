"""The log of runs by the clock: what an administrator reads, and what never stands in it."""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from estatectl.adapters.run_log import append_line
from estatectl.domain.problems import Place, Problem
from estatectl.domain.running.log_lines import figures_of, log_line
from estatectl.domain.words import same
from tests.cli.driving import estatectl

AT = datetime(2026, 10, 9, 0, 20, 3, tzinfo=UTC)


def test_a_line_says_when_what_how_long_and_what_was_counted() -> None:
    data = {"findings": 3, "new": 1, "waived": 0, "ids": ["a", "b"], "ok": False, "text": "王女士", "rate": "0.5"}
    line = log_line(AT, "comply run", status=1, seconds=2.345, figures=figures_of(data))
    assert line == "2026-10-09 00:20:03+00:00 comply run  exit 1  2.3 s  findings 3, new 1, ids 2"


def test_a_problem_stands_there_by_code_and_place_alone() -> None:
    said = same("王女士 13800000001")
    problems = [Problem("EST-331", said, Place("policies/a.yaml", 3)), Problem("EST-700", said)]
    line = log_line(AT, "tick", status=3, seconds=0, figures={}, problems=problems)
    assert line.endswith("tick  exit 3  0.0 s  EST-331 policies/a.yaml:3:1  EST-700")


def test_a_full_file_is_turned_over_and_the_oldest_goes(tmp_path: Path) -> None:
    path = tmp_path / "log" / "e.log"
    for number in range(10):
        append_line(path, f"line {number} 诉求 100%", size=60, kept=2)
    texts = [each.read_text(encoding="utf-8") for each in sorted((tmp_path / "log").glob("e.log*"), reverse=True)]
    assert "".join(texts) == "".join(f"line {number} 诉求 100%\n" for number in range(3, 10))
    assert not path.with_suffix(".log.3").exists()


def test_many_processes_lose_no_line_while_files_are_turned_over(tmp_path: Path) -> None:
    path = tmp_path / "e.log"
    with ProcessPoolExecutor(4) as pool:
        list(pool.map(partial(append_line, path, size=200, kept=100), [f"line {number:03}" for number in range(100)]))
    lines = [line for each in tmp_path.glob("e.log*") for line in each.read_text(encoding="utf-8").splitlines()]
    assert sorted(lines) == [f"line {number:03}" for number in range(100)]


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    estatectl("init", str(tmp_path))
    (tmp_path / "log" / "estatectl.log").mkdir(parents=True)
    done = estatectl("tick", "--cron", "--now", "2026-11-10T09:00", cwd=tmp_path)
    assert done.status == 4
    assert "EST-719" in done.err
    assert "estatectl.log" in done.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_log_never_holds_what_people_said(tmp_path: Path, lang: str) -> None:
    estatectl("init", "--sample", str(tmp_path), ESTATECTL_NOW="2026-11-10T09:00")
    told = ["王秀英", "13800000001", "厨房水管爆了"]
    opened = estatectl(
        *("request", "open", told[2], "--address", "3-2-1201", "--owner", told[0], "--contact", told[1]),
        *("--channel", "phone", "--as", "su_xiaoman", "--now", "2026-11-10T09:00", "--cron", "--lang", lang),
        cwd=tmp_path,
    )
    assert opened.status == 0, opened.err
    estatectl("tick", "--cron", "--now", "2026-11-10T11:00", "--lang", lang, cwd=tmp_path)
    estatectl("request", "open", told[2], "--channel", told[0], "--cron", cwd=tmp_path)  # refused
    log = (tmp_path / "log" / "estatectl.log").read_text(encoding="utf-8")
    assert [line.split("+08:00 ")[1].split("  ")[:2] for line in log.splitlines()] == [
        ["request open", "exit 0"],
        ["tick", "exit 0"],
        ["request open", "exit 2"],
    ]
    assert not any(word in log for word in told)


def test_a_run_under_broken_policies_is_logged_with_the_file_and_is_no_heartbeat(tmp_path: Path) -> None:
    estatectl("init", str(tmp_path))
    estatectl("tick", "--cron", "--now", "2026-11-10T09:00", cwd=tmp_path)
    (tmp_path / "policies" / "estate.yaml").write_text("kind: estate\n", encoding="utf-8")
    failed = estatectl("tick", "--cron", "--now", "2026-11-10T09:01", cwd=tmp_path)
    assert failed.status == 3
    last = (tmp_path / "log" / "estatectl.log").read_text(encoding="utf-8").splitlines()[-1]
    assert re.search(r" tick  exit 3  \d+\.\d s  EST-\d{3} policies/estate\.yaml:1:1", last), last
