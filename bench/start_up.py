"""Staff commands as whole processes, against `python -c "import click"`, on an estate with a long journal.

Every round runs each command once, in turn, so that a machine that slows down slows all of them alike.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from statistics import median

from estatectl.domain.entries import Draft, Personal
from estatectl.usecases.house import House
from estatectl.usecases.opening import open_case
from estatectl.usecases.ports import CaseQuery
from estatectl.wiring.premises import Premises, Settings

NOW = "2026-11-23T10:00"
DESK = "su_xiaoman"
BASELINE = "import click"
REQUESTS = (
    ("厨房水龙头一直滴水", "3栋2单元1201"),
    ("楼道灯不亮了", "5栋1单元楼道"),
    ("卫生间下水道堵了，水下不去", "2栋1单元803"),
    ("楼上装修太吵，中午也在打钻", "6栋1单元502"),
    ("请问物业费怎么交", "1栋1单元301"),
    ("建议在儿童乐园加装遮阳棚", "儿童乐园"),
    ("Street lamp near the east gate is flickering", "东门"),
    ("家里突然停电了", "7栋2单元1502"),
)


def commands(folder: Path) -> Mapping[str, list[str]]:
    """What is timed. Each `request open` adds one case to the journal, as it would at the desk."""
    estatectl = [sys.executable, "-m", "estatectl"]
    here = [*estatectl, "--dir", str(folder), "--now", NOW, "--as", DESK, "--no-input"]
    new = ["--address", "3栋1单元901", "--owner", "王先生", "--contact", "13800000000", "--channel", "电话"]
    return {
        BASELINE: [sys.executable, "-c", "import click"],
        "estatectl --help": [*estatectl, "--help"],
        "request list": [*here, "request", "list"],
        "request open": [*here, "request", "open", "厨房水管漏水", *new],
        "request show": [*here, "request", "show", "R-3"],
        "tick, nothing due": [*here, "tick"],
    }


def estate_with(folder: Path, entries: int) -> None:
    """A sample estate whose journal holds so many entries: a few requests really taken, then their like again."""
    run([sys.executable, "-m", "estatectl", "init", str(folder), "--sample"])
    house = house_of(folder)
    for text, address in REQUESTS:
        given = {"content": text, "address": address, "owner": "王先生", "contact": "13800000000", "channel": "phone"}
        open_case(house, "request", given)
    multiply(house, entries)


@cache
def house_of(folder: Path) -> House:
    """The house of an estate, opened once a folder."""
    return Premises(Settings(directory=folder, now=NOW, actor=DESK)).house


def multiply(house: House, entries: int) -> None:
    """Append requests with the entries of those taken, long ago and archived, until the journal is that long."""
    patterns = [(row, house.journal.stream(row.id)) for row in house.journal.cases(CaseQuery(workflow="request"))]
    written = sum(1 for _ in house.journal.entries())
    number = 1_000
    while written < entries:
        with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
            for row, stream in patterns * 20:
                number += 1
                long_ago = row.opened_at - timedelta(minutes=number)
                for entry in stream:
                    data = {name: Personal("王先生") if name == "text" else value for name, value in entry.data.items()}
                    unit.append(Draft(f"R-{number}", entry.kind, long_ago, entry.actor, data))  # type: ignore[arg-type]
                    written += 1
                archived = replace(
                    row, id=f"R-{number}", open=False, stage="archived", opened_at=long_ago, wake_at=None
                )
                unit.put_case(replace(archived, next_due=None, next_clock=None))


def measure(folder: Path, rounds: int) -> Iterator[tuple[str, float, float]]:
    """Median seconds of each command, and their ratio to the baseline's."""
    timed = commands(folder)
    for command in timed.values():
        run(command)  # once before counting: compiled policies and byte code are then at hand
    seconds: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(rounds):
        for name, command in timed.items():
            seconds[name].append(run(command))
    for name, values in seconds.items():
        yield name, median(values), median(values) / median(seconds[BASELINE])


def run(command: list[str]) -> float:
    """Seconds that a process takes; it must not fail."""
    started = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "LANG": "zh_CN.UTF-8"}
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - started


def main(entries: int = 100_000, rounds: int = 9) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "estate"
        estate_with(folder, entries)
        print(f"whole processes, journal of {entries:,} entries, median of {rounds} rounds in turn")
        for name, seconds, ratio in measure(folder, rounds):
            print(f"  {name:<22}{seconds * 1000:>8.0f} ms{ratio:>8.1f} ×")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
