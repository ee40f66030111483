"""The state of health: what one look found, and how bad that is. Domain floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from estatectl.domain.problems import Problem
from estatectl.domain.words import Words

State = Literal["ok", "note", "bad"]
RANK: Mapping[State, int] = {"ok": 0, "note": 1, "bad": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one check saw. `values` are for monitors: JSON values and instants, under names that do not change."""

    name: str
    title: Words
    state: State
    detail: Words
    values: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def ago(at: datetime, now: datetime) -> Words:
    """How long something is past, in the largest unit that fits: `3 min ago`, `2 d ago`."""
    past = now - at
    if past < timedelta(minutes=1):
        return Words(zh="刚刚", en="just now")
    if past < timedelta(hours=1):
        return Words(zh="{n} 分钟前", en="{n} min ago").fill(n=past // timedelta(minutes=1))
    if past < timedelta(days=2):
        return Words(zh="{n} 小时前", en="{n} h ago").fill(n=past // timedelta(hours=1))
    return Words(zh="{n} 天前", en="{n} d ago").fill(n=past // timedelta(days=1))
