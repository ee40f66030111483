"""The tiles of a periodic report: the figures to see first, with their change and their course."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from estatectl.domain.reports.cells import Share, Tone
from estatectl.domain.reports.report import Change, Tile
from estatectl.domain.words import Words
from estatectl.render.reports.periodic.course import share_of, shares
from estatectl.usecases.reporting.gathering import Gathered
from estatectl.usecases.reporting.tallies import Count


def periodic_tiles(found: Gathered) -> Iterator[Tile]:
    """What is late and was missed first, then what was kept, came and went."""
    standing, late = found.standing, len(found.standing.late)
    yield Tile(
        id="late",
        title=Words(zh="现在超时", en="Late now"),
        value=late,
        tone=_bad(late),
        note=Words(zh="在办共 {n} 件", en="of {n} open cases").fill(n=standing.open),
        to="late",
    )
    yield _counted(found, Count.MISSED, Words(zh="漏做的巡查", en="Rounds missed"), "missed", bad=True)
    yield _counted(found, Count.ESCALATED, Words(zh="升级次数", en="Escalation steps"), "climbed", bad=True)
    yield _shared(found, Count.KEPT, Words(zh="时限按时", en="Limits kept"))
    yield _shared(found, Count.ON_TIME, Words(zh="巡查按时", en="Rounds on time"))
    yield _counted(found, Count.OPENED, Words(zh="新增", en="Opened"), "course", bad=None)
    yield _counted(found, Count.CLOSED, Words(zh="办结", en="Closed"), "course", bad=None)
    if found.night is not None:
        night = found.night
        note = Words(zh="新增 {new}，消除 {over}", en="new {new}, over {over}")
        yield Tile(
            id="findings",
            title=Words(zh="核查异常", en="Findings"),
            value=len(night.findings),
            tone=_bad(len(night.findings)),
            note=note.fill(new=len(night.new), over=len(night.resolved)),
            to="findings",
        )


def _counted(found: Gathered, count: Count, title: Words, to: str, *, bad: bool | None) -> Tile:
    """A count with its change; against days of which the journal knows only a part, there is none to tell."""
    days, before = found.stretch.days, found.stretch.before().days
    now, then = found.tallies.over(days, count), found.tallies.over(before, count)
    better = None if bad is None or now == then else (now < then) is bad
    return Tile(
        id=count.value,
        title=title,
        value=now,
        tone="plain" if bad is None else "soon" if now and count is Count.ESCALATED else _bad(now),
        change=Change(by=now - then, better=better) if found.began <= found.stretch.before().start else None,
        trend=tuple(found.tallies.over((day,), count) for day in found.stretch.shown),
        to=to,
    )


def _shared(found: Gathered, count: Count, title: Words) -> Tile:
    now = share_of(found.tallies, found.stretch.days, count)
    then = share_of(found.tallies, found.stretch.before().days, count)
    change = None
    if now.percent is not None and then.percent is not None and found.began <= found.stretch.before().start:
        by = now.percent - then.percent
        unit = Words(zh="个百分点", en="points")
        change = Change(by=by, better=None if by == 0 else by > 0, unit=unit)
    return Tile(
        id=count.value,
        title=title,
        value=now,
        tone=_shared_tone(now),
        change=change,
        trend=shares(found.tallies, found.stretch.shown, count),
        to="course",
    )


def _shared_tone(share: Share) -> Tone:
    if share.percent is None:
        return "faint"
    return "good" if share.part == share.whole else "bad" if share.percent < Decimal(90) else "soon"


def _bad(count: int) -> Tone:
    return "bad" if count else "good"
