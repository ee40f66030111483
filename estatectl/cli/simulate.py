"""Floor 5: `estatectl simulate`: an estate is made up and lived in for some days, to practise and to try things."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import argument, command, option
from estatectl.cli.context import Session
from estatectl.cli.days import day_typed
from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words, same

if TYPE_CHECKING:
    from collections.abc import Callable

    from estatectl.render.page import Page
    from estatectl.usecases.simulating.player import Played
    from estatectl.wiring.premises import Premises

_DAYS = 30
_MOST_DAYS = 1000


@command(
    "simulate",
    Words(
        zh="编一个小区并过若干天：业主来电、员工办理、巡查、门岗、仓库、会议，全按细则走。同一个种子每次都一样。",
        en="Make up an estate and live in it for some days: owners call, staff see to it, rounds, gate, stores, "
        "meetings, all by the policies. The same seed is the same every time.",
    ),
    aliases=("模拟",),
)
@argument(
    "place",
    Words(zh="放在哪里", en="where"),
    type=click.Path(path_type=Path),
    shown=Words(zh="目录", en="DIR"),
)
@option(
    "--from",
    "since",
    words=Words(zh="从哪一天起（默认让最后一天是昨天）", en="the first day (by default so that yesterday is the last)"),
    shown=Words(zh="日期", en="DATE"),
)
@option(
    "--days",
    type=click.IntRange(1, _MOST_DAYS),
    words=Words(zh="过多少天（默认 30）", en="how many days (default: 30)"),
    shown=Words(zh="天数", en="N"),
)
@option("--to", "until", words=Words(zh="到哪一天止", en="the last day"), shown=Words(zh="日期", en="DATE"))
@option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    words=Words(zh="骰子的种子", en="the seed of the dice"),
    shown=Words(zh="数", en="N"),
)
@option(
    "--pace",
    default="usual",
    show_default=True,
    words=Words(zh="忙闲：quiet、usual、busy", en="how busy: quiet, usual, busy"),
    shown=Words(zh="节奏", en="PACE"),
)
@option(
    "--faults",
    default="none",
    show_default=True,
    words=Words(
        zh="差错：none、all，或自己的文件（kind: faults）", en="what goes wrong: none, all, or a file (kind: faults)"
    ),
    shown=Words(zh="差错", en="none|all|FILE"),
)
@option(
    "--nights",
    is_flag=True,
    words=Words(zh="每晚照常做夜间核查", en="run the night check every night, as cron would"),
)
@option(
    "--file",
    "play",
    type=click.Path(path_type=Path),
    words=Words(zh="按这个文件模拟（kind: simulation）", en="play this file instead (kind: simulation)"),
    shown=Words(zh="文件", en="FILE"),
)
def simulate(
    session: Session,
    *,
    place: Path,
    since: str | None,
    days: int | None,
    until: str | None,
    seed: int,
    pace: str,
    faults: str,
    nights: bool,
    play: Path | None,
) -> Page:
    from estatectl.render.simulated import simulated_page
    from estatectl.usecases.simulating.player import Player
    from estatectl.usecases.simulating.sabotage import Sabotage
    from estatectl.wiring.places import sample
    from estatectl.wiring.simulating import keep_findings, read_faults, read_simulation, tampering

    first, count = _span(session, since, days, until)
    read = read_simulation(play or sample("simulation.yaml"), session.bundle)
    factor = read.paces.get(pace)
    if factor is None:
        words = Words(zh="没有叫“{pace}”的节奏", en="there is no pace '{pace}'").fill(pace=same(pace))
        hint = Words(zh="可写 {known}", en="one of {known}").fill(known=same(", ".join(read.paces)))
        raise BadInput.one("EST-773", words, hint=hint)
    wrong = (
        ()
        if faults == "none"
        else read_faults(sample("faults.yaml") if faults == "all" else Path(faults), session.bundle)
    )
    sabotage = Sabotage(wrong)
    place = place.expanduser().absolute()
    premises = _founded(session, place, first, count)
    player = Player(
        premises.house,
        read,
        seed=seed,
        pace=factor,
        deliver=_deliverer(premises),
        checks=nights,
        faults=sabotage,
        tamper=tampering(premises),
    )
    for day in player.play(first, count):
        _show_progress(session, day, player.played, count)
    if sabotage.faults:
        keep_findings(place / "faults.json", sabotage, first)
    return simulated_page(player.played, session.bundle, place, _shown(place), first, sabotage)


def _shown(place: Path) -> str:
    here = Path.cwd()
    return str(place.relative_to(here)) if place.is_relative_to(here) else str(place)


def _span(session: Session, since: str | None, days: int | None, until: str | None) -> tuple[date, int]:
    """The first day and how many; refuses what is no day (EST-738), and an end before the beginning (EST-770)."""
    if days is not None and until is not None:
        raise BadInput.one("EST-770", Words(zh="--days 和 --to 只写一个", en="write --days or --to, not both"))
    today = session.premises.now.astimezone(session.premises.zone).date()
    last = day_typed(until)
    if since is None:
        count = days or _DAYS
        return (last or today - timedelta(days=1)) - timedelta(days=count - 1), count
    first = day_typed(since)
    assert first is not None
    count = (last - first).days + 1 if last is not None else days or _DAYS
    if not 1 <= count <= _MOST_DAYS:
        words = Words(zh="要过 1 到 {most} 天", en="from 1 to {most} days can be played").fill(
            most=same(str(_MOST_DAYS))
        )
        raise BadInput.one("EST-770", words, hint=Words(zh="核对 --from 和 --to", en="look at --from and --to"))
    return first, count


def _founded(session: Session, place: Path, first: date, count: int) -> Premises:
    """A new estate with the sample's people, on the roster for the whole time."""
    from estatectl.cli.init import init
    from estatectl.cli.roster import COLUMNS as SHIFTS
    from estatectl.cli.staff import COLUMNS as PEOPLE
    from estatectl.usecases.simulating.founding import people_it
    from estatectl.usecases.staffing.certifying import COLUMNS as PAPERS
    from estatectl.wiring.documents import read_rows
    from estatectl.wiring.founding import fresh_demo, mark_demo
    from estatectl.wiring.places import sample
    from estatectl.wiring.simulating import simulated

    begin = datetime(first.year, first.month, first.day, tzinfo=session.premises.zone)
    fresh_demo(place)
    founding = Session(lang=session.lang, settings=replace(session.settings, directory=None, now=begin.isoformat()))
    init.act(founding, directory=place, sample=False)
    mark_demo(place)
    premises = simulated(place, begin)
    people_it(
        premises.house,
        staff=read_rows(sample("staff.csv"), PEOPLE),
        papers=read_rows(sample("certificates.csv"), PAPERS),
        shifts=read_rows(sample("roster.csv"), SHIFTS),
        first=first,
        last=first + timedelta(days=count - 1),
    )
    return premises


def _deliverer(premises: Premises) -> Callable[[datetime], None]:
    """What carries notices out of the house at an instant."""

    def deliver(at: datetime) -> None:
        now = premises.again()
        now.settings = replace(premises.settings, now=at.isoformat())
        now.deliver()

    return deliver


def _show_progress(session: Session, day: date, played: Played, count: int) -> None:
    """On a terminal, one line that counts the days; it is wiped when all are over."""
    if session.quiet or not sys.stderr.isatty():
        return
    words = Words(zh="{day}：第 {n} 天，共 {of} 天，{entries} 条", en="{day}: day {n} of {of}, {entries} entries")
    filled = words.fill(day=same(day.isoformat()), n=played.days, of=count, entries=played.entries)
    sys.stderr.write(f"\r\x1b[K{session.text(filled)}" if played.days < count else "\r\x1b[K")
    sys.stderr.flush()
