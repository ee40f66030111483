"""The figures of a period that is over are journaled once: taken again, they must come out the same. Floor 2."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from estatectl.domain.chain import canonical
from estatectl.domain.entries import Draft, Entry, Json
from estatectl.domain.figures.figure import Figure
from estatectl.domain.figures.period import Period
from estatectl.domain.problems import BadInput, DataBroken
from estatectl.domain.words import Words, same
from estatectl.usecases.figures.taking import Taken, take
from estatectl.usecases.house import House

FIGURES = "figures"
"""The stream in which the figures of each period are kept once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The figures of a period with the entry that keeps them; `before` where it had been written earlier."""

    taken: Taken
    entry: Entry
    before: bool


def keep(house: House, period: Period) -> Kept:
    """Take the figures of a period and journal them.

    Refuses a period that is not over (EST-755), and figures that come out otherwise than they were kept (EST-756).
    """
    taken = take(house, period)
    if taken.period.partial:
        words = Words(
            zh="{name} 还没有过完，只能查看", en="{name} is not over yet: its figures can be looked at, not kept"
        )
        raise BadInput.one("EST-755", words.fill(name=same(period.name)))
    key, data = f"{FIGURES}/{taken.period.name}", _data(taken)
    known = house.journal.done(key)
    if known is None:
        with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
            known = unit.done(key)
            if known is None:
                return Kept(taken, unit.append(Draft(FIGURES, "taken", house.now, house.actor, data, key)), False)
    if known.data["digest"] != data["digest"]:
        words = Words(
            zh="{name} 的指标与当时留存的（第 {seq} 条）不一样：台账或细则被动过",
            en="the figures of {name} come out otherwise than they were kept (entry {seq}): the journal or its "
            "policies were tampered with",
        )
        hint = Words(zh="用 estatectl journal verify 核对", en="check it with 'estatectl journal verify'")
        raise DataBroken.one("EST-756", words.fill(name=same(period.name), seq=known.seq), hint=hint)
    return Kept(taken, known, True)


def _data(taken: Taken) -> dict[str, Json]:
    told = {each.id: _told(each) for each in taken.figures}
    members = {each.id: [[member.subject.id, member.good] for member in each.members] for each in taken.figures}
    head: dict[str, Any] = {
        "period": taken.period.name,
        "as_of": taken.period.end.isoformat(),
        "policy": taken.bundle.digest,
        "figures": told,
    }
    return {**head, "digest": sha256(canonical({**head, "members": members}).encode()).hexdigest()}


def _told(figure: Figure) -> dict[str, Json]:
    return {
        "value": None if figure.value is None else str(figure.value),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "unproven": figure.unproven,
        "met": figure.met,
    }
