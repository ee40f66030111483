"""The charts of a periodic report: what came and went, what was kept, and how old the open cases are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from estatectl.domain.reports.cells import Share
from estatectl.domain.reports.report import Block, Chart, Number, Section, Series
from estatectl.domain.words import Words, same
from estatectl.usecases.reporting.gathering import Gathered
from estatectl.usecases.reporting.tallies import Count, Tallies


def course_section(found: Gathered) -> Section:
    """What a reader sees at a glance: flow, promises kept, rounds, findings of the nights, age, kinds."""
    days, tallies = found.stretch.shown, found.tallies
    labels = tuple(same(f"{day:%m-%d}") for day in days)
    flow = Chart(
        id="flow",
        title=Words(zh="每日新增与办结", en="Opened and closed, day by day"),
        form="columns",
        labels=labels,
        series=(
            Series(id="opened", title=Words(zh="新增", en="opened"), values=_each(tallies, days, Count.OPENED)),
            Series(id="closed", title=Words(zh="办结", en="closed"), values=_each(tallies, days, Count.CLOSED)),
        ),
    )
    kept = Chart(
        id="kept",
        title=Words(zh="按时的比例", en="Share that was on time"),
        form="lines",
        labels=labels,
        series=(
            Series(id="limits", title=Words(zh="时限", en="limits"), values=shares(tallies, days, Count.KEPT)),
            Series(id="rounds", title=Words(zh="巡查", en="rounds"), values=shares(tallies, days, Count.ON_TIME)),
        ),
        unit=same("%"),
        top=100,
    )
    trouble = Chart(
        id="trouble",
        title=Words(zh="升级与漏做", en="Escalations and missed rounds"),
        form="columns",
        labels=labels,
        series=(
            Series(
                id="escalated", title=Words(zh="升级", en="escalations"), values=_each(tallies, days, Count.ESCALATED)
            ),
            Series(
                id="missed",
                title=Words(zh="漏做", en="missed rounds"),
                values=_each(tallies, days, Count.MISSED),
                tone="bad",
            ),
        ),
    )
    charts: list[Block] = [flow, kept, trouble, _ages(found)]
    if len(found.nights) > 1:
        charts.append(_nights(found))
    if found.tallies.opened:
        charts.append(_kinds(found))
    return Section(id="course", title=Words(zh="走势", en="The course of things"), blocks=tuple(charts))


def _each(tallies: Tallies, days: tuple[date, ...], count: Count) -> tuple[Number | None, ...]:
    return tuple(tallies.over((day,), count) for day in days)


_WHOLES = {Count.KEPT: (Count.STOPPED,), Count.ON_TIME: (Count.DONE, Count.MISSED)}


def share_of(tallies: Tallies, days: tuple[date, ...], count: Count) -> Share:
    """The limits kept of those that ended, or the rounds on time of those done and missed."""
    return Share(tallies.over(days, count), sum(tallies.over(days, each) for each in _WHOLES[count]))


def shares(tallies: Tallies, days: tuple[date, ...], count: Count) -> tuple[Decimal | None, ...]:
    """By day, in percent; None on a day without any."""
    return tuple(share_of(tallies, (day,), count).percent for day in days)


def _ages(found: Gathered) -> Chart:
    return Chart(
        id="ages",
        title=Words(zh="在办事项开单多久", en="How long open cases have been open"),
        form="stacked",
        labels=(
            Words(zh="1 天内", en="within a day"),
            Words(zh="3 天内", en="3 days"),
            Words(zh="7 天内", en="7 days"),
            Words(zh="30 天内", en="30 days"),
            Words(zh="更久", en="longer"),
        ),
        series=(
            Series(
                id="in_time",
                title=Words(zh="未超时", en="in time"),
                values=tuple(in_time for in_time, _ in found.standing.ages),
                tone="good",
            ),
            Series(
                id="late",
                title=Words(zh="已超时", en="late"),
                values=tuple(late for _, late in found.standing.ages),
                tone="bad",
            ),
        ),
    )


def _nights(found: Gathered) -> Chart:
    days = found.stretch.days
    values = tuple(len(found.nights[day].findings) if day in found.nights else None for day in days)
    return Chart(
        id="nights",
        title=Words(zh="每晚的异常", en="Findings, night by night"),
        form="lines",
        labels=tuple(same(f"{day:%m-%d}") for day in days),
        series=(Series(id="findings", title=Words(zh="异常", en="findings"), values=values, tone="bad"),),
    )


def _kinds(found: Gathered) -> Chart:
    ordered = sorted(found.tallies.opened.items(), key=lambda each: (-each[1], each[0]))
    return Chart(
        id="kinds",
        title=Words(zh="新增的是什么", en="What was opened"),
        form="bars",
        labels=tuple(found.bundle.workflows[name].title for name, _ in ordered),
        series=(Series(id="opened", title=Words(zh="件数", en="cases"), values=tuple(n for _, n in ordered)),),
    )
