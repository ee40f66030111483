"""Floor 5: `estatectl demo`: a sample estate is founded and a written day is played in it, through the commands."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import argument, command, option
from estatectl.cli.context import Session
from estatectl.domain.words import Words
from estatectl.render.page import Block, Heading, Hint, Line, Page, Rule, Verbatim

if TYPE_CHECKING:
    from estatectl.cli.playing.player import Played
    from estatectl.domain.scenario import Scenario
    from estatectl.wiring.premises import Premises


@command(
    "demo",
    Words(
        zh="新建示例小区，把写好的一天演一遍：报修、投诉、升级、回访、归档。再次运行会重建它自己建的目录。",
        en="Found a sample estate and play a written day in it: repairs, complaints, escalation, follow-up, archive. "
        "Run again, it replaces the directory that it made itself.",
    ),
    aliases=("演示",),
)
@argument(
    "place",
    Words(zh="放在哪里（默认 ./demo）", en="where (default: ./demo)"),
    required=False,
    default=Path("demo"),
    type=click.Path(path_type=Path),
    shown=Words(zh="目录", en="DIR"),
)
@option(
    "--play",
    type=click.Choice(("day", "gate", "office")),
    default="day",
    show_default=True,
    words=Words(
        zh="演哪一出：day 报修的一天，gate 周六的门岗和火警，office 一个月的行政和仓库",
        en="what to play: day (repairs), gate (a Saturday and a fire), office (a month of office and stores)",
    ),
)
@option(
    "--file",
    "scenario",
    type=click.Path(path_type=Path),
    words=Words(zh="改演这个剧本（kind: scenario）", en="play this scenario instead (kind: scenario)"),
    shown=Words(zh="剧本", en="FILE"),
)
def demo(session: Session, *, place: Path, play: str, scenario: Path | None) -> Page:
    from estatectl.cli.playing.offers import tries
    from estatectl.cli.playing.player import Player
    from estatectl.cli.playing.stage import Stage
    from estatectl.wiring.places import sample

    place = place.expanduser().absolute()
    shown = _shown(place)
    written = _read(session, scenario or sample(f"{play}.yaml"))
    premises = _founded(session, place, written)
    stage = Stage(session)
    stage.show(_curtain(written))
    with contextlib.chdir(place):
        played = Player(premises, session, stage).play(written)
    return _ending(premises, played, tries(premises, session, shown, written), place)


def _shown(place: Path) -> str:
    here = Path.cwd()
    return str(place.relative_to(here)) if place.is_relative_to(here) else str(place)


def _read(session: Session, path: Path) -> Scenario:
    """The scenario of a file; refuses with everything that is wrong with it."""
    from estatectl.domain.problems import BadInput, PolicyInvalid, Problem, did_you_mean
    from estatectl.domain.scenario import Scenario
    from estatectl.wiring.documents import single_document

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        words = Words(zh="读不了 {path}：{why}", en="cannot read {path}: {why}").fill(path=path, why=failure)
        raise BadInput.one("EST-721", words) from failure
    node = single_document(text, str(path))
    problems: list[Problem] = []
    if node.text("kind") != "scenario":
        words = Words(zh="这不是剧本，而是 {kind}", en="this is no scenario but a {kind}").fill(kind=node.text("kind"))
        raise PolicyInvalid.one("EST-202", words, place=node["kind"].place)
    read = Scenario.parse(node, session.bundle.estate.zone, problems)
    for name in sorted(read.programmes or ()):
        if name not in session.bundle.programmes:
            words = Words(zh="没有叫“{name}”的计划", en="there is no programme '{name}'").fill(name=name)
            hint = did_you_mean(name, session.bundle.programmes)
            problems.append(Problem("EST-306", words, node["rounds"].place, hint))
    if problems:
        raise PolicyInvalid(problems)
    return read


def _founded(session: Session, place: Path, written: Scenario) -> Premises:
    """A new sample estate, peopled on the first day of the scenario."""
    from estatectl.cli.init import init
    from estatectl.wiring.founding import fresh_demo, mark_demo
    from estatectl.wiring.premises import Premises, Settings

    fresh_demo(place)
    begin = written.events[0].at.isoformat() if written.events else None
    founding = Session(lang=session.lang, settings=replace(session.settings, directory=None, now=begin))
    init.act(founding, directory=place, sample=True)
    mark_demo(place)
    return Premises(Settings(directory=place, now=begin, actor="system"))


def _curtain(written: Scenario) -> tuple[Block, ...]:
    return (Heading(written.title), Hint(_HOW))


_HOW = Words(
    zh="每一步都是真实的命令；$ 开头的照原样显示，其余一件一行。↑ 是系统按时限自己发出的升级。",
    en="Every step is a real command: those after $ are shown as typed, the others on one line each. "
    "↑ is what the system escalates by itself.",
)


def _ending(premises: Premises, played: Played, tries: str, place: Path) -> Page:
    data = {
        "directory": place,
        "requests": played.requests,
        "commands": played.commands,
        "ticks": played.ticks,
        "rounds": played.rounds,
        "entries": premises.journal.head()[0],
    }
    if played.problems:
        words = Words(zh="这一天没有照剧本走", en="the day did not go as written")
        return Page((Rule(), Line(words, "bad")), data, status=1, problems=tuple(played.problems))
    told = [words.fill(n=data[name]) for name, words in _COUNTS.items() if data[name]]
    count = Words(
        zh=f"演完：{'，'.join(each.zh for each in told)}。", en=f"done: {', '.join(each.en for each in told)}."
    )
    return Page((Rule(), Line(count, "good"), Rule(), Heading(_TRY), Verbatim(tries), Hint(_AGAIN)), data)


_COUNTS = {
    "requests": Words(zh="诉求 {n} 件", en="{n} requests"),
    "rounds": Words(zh="例行巡查 {n} 项", en="{n} routine rounds"),
    "commands": Words(zh="命令 {n} 条", en="{n} commands"),
    "ticks": Words(zh="自动走时 {n} 次", en="the clock ticked {n} times"),
    "entries": Words(zh="台账日志 {n} 条记录", en="{n} entries in the journal"),
}
_TRY = Words(zh="接着试试", en="what to try next")
_AGAIN = Words(
    zh="--now 让命令停在那一天；estatectl --help 看全部命令。",
    en="--now keeps a command on that day; estatectl --help lists them all.",
)
