"""A line of the log: when, which command, how it ended, how long it took, and what it counted. No personal data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from estatectl.domain.problems import Problem


def log_line(
    at: datetime,
    command: str,
    *,
    status: int,
    seconds: float,
    figures: Mapping[str, int],
    problems: Iterable[Problem] = (),
) -> str:
    """Such as `2026-10-09 00:20:03+08:00 comply run  exit 1  2.3 s  findings 3, new 1`.

    Figures are numbers under the names that JSON has for them, noughts left out. Of a problem stand its code and its
    place: its text may quote what somebody said.
    """
    counted = ", ".join(f"{name} {number}" for name, number in figures.items() if number)
    wrong = dict.fromkeys(f"{each.code} {each.place}" if each.place else each.code for each in problems)
    parts = [f"{at.isoformat(' ', 'seconds')} {command}", f"exit {status}", f"{seconds:.1f} s", counted, *wrong]
    return "  ".join(part for part in parts if part)


def unfinished_line(at: datetime, command: str, note: str) -> str:
    """What is said of a run before that never came to its end: it was killed, or the machine went down."""
    return f"{at.isoformat(' ', 'seconds')} {command}  the run before did not finish: process {note}"


def figures_of(data: Mapping[str, object]) -> Mapping[str, int]:
    """The numbers at the top of a result; a list counts for its length."""
    found: dict[str, int] = {}
    for name, value in data.items():
        if isinstance(value, int):
            found[name] = int(value)
        elif isinstance(value, (list, tuple)):
            found[name] = len(value)
    return found
