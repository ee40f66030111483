"""Floor 5: `estatectl demo`: a sample estate is founded and a written day is played in it, through the commands."""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import argument, command, option
from estatectl.cli.context import Session
from estatectl.domain.words import Words
from estatectl.render.page import Block, Heading, Hint, Line, Page, Rule, Verbatim

if TYPE_CHECKING:
    from estatectl.cli.playing.player import Played
    from estatectl.domain.cases.case import Case
    from estatectl.domain.problems import EstateError
    from estatectl.domain.scenario import Scenario
    from estatectl.usecases.house import House
    from estatectl.wiring.premises import Premises

_PLAIN = re.compile(r"[\w@%+=:,./\-，。、！？；：（）]+")
_NUMBER = re.compile(r"\b[A-Z]+-\d+\b")
_WIDE = 100


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
    from estatectl.cli.playing.player import Player
    from estatectl.wiring.places import sample

    place = place.expanduser().absolute()
    shown = _shown(place)
    written = _read(session, scenario or sample(f"{play}.yaml"))
    premises = _founded(session, place, written)
    stage = _Stage(session)
    stage.show(_curtain(written))
    with contextlib.chdir(place):
        played = Player(premises, session, stage).play(written)
    return _ending(premises, played, _tries(premises, session, shown, written.events[-1].at), place)


def _shown(place: Path) -> str:
    here = Path.cwd()
    return str(place.relative_to(here)) if place.is_relative_to(here) else str(place)


def _read(session: Session, path: Path) -> Scenario:
    """The scenario of a file; refuses with everything that is wrong with it."""
    from estatectl.domain.problems import BadInput, PolicyInvalid, Problem
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


class _Stage:
    """Shows a player's doings on stdout as a terminal session would look; silent when a program asked for JSON."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._after_command = False

    def show(self, blocks: Sequence[Block], session: Session | None = None) -> None:
        from estatectl.cli.output import show

        if self._session.format == "table" and blocks:
            show(Page(tuple(blocks)), session or self._session)

    def _line(self, blocks: Sequence[Block]) -> None:
        """One of the lines between commands: set off from a command's output by an empty one."""
        if blocks:
            self.show((*([Rule()] if self._after_command else []), *blocks))
            self._after_command = False

    def chapter(self, words: Words, at: datetime) -> None:
        day = Words(zh=f"{at.month}月{at.day}日 {at:%H:%M}", en=f"{at.day} {_MONTHS[at.month - 1]}, {at:%H:%M}")
        titled = Words(zh="── {day}　{words}", en="── {day}  {words}").fill(day=day, words=words)
        self.show((Rule(), Heading(titled)))
        self._after_command = False

    def command(self, argv: Sequence[str], session: Session, page: Page) -> None:
        self.show((Rule(), Verbatim(typed(argv)), *page.blocks), session)
        self._after_command = True

    def refusal(self, argv: Sequence[str], refused: EstateError) -> None:
        from estatectl.render.problems import problem_lines

        lines = problem_lines(refused.problems, self._session.lang, lambda _place: None)
        self.show((Rule(), Verbatim(typed(argv)), Verbatim("\n".join(lines))))
        self._after_command = True

    def opened(self, case: Case, house: House) -> None:
        from estatectl.render.scenes import opened_line

        self._line((opened_line(house.bundle, case),))

    def ticked(self, after: int, house: House) -> None:
        from estatectl.render.scenes import escalation_lines

        self._line(tuple(escalation_lines(house.bundle, house.journal.entries(after), house.journal.people())))


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def typed(argv: Sequence[str]) -> str:
    """A command as typed after a prompt, folded where it grows long, never between an option and its value."""
    words = ["estatectl", *(word if _PLAIN.fullmatch(word) else shlex.quote(word) for word in argv)]
    lines, line = [], "$"
    for index, word in enumerate(words):
        bare = words[index + 1] if word.startswith("--") and index + 1 < len(words) else ""
        is_value = index > 0 and words[index - 1].startswith("--") and not word.startswith("--")
        if len(line) > 2 and not is_value and _columns(f"{line} {word} {bare}".rstrip()) > _WIDE - 2:
            lines.append(line)
            line = "     "
        line += f" {word}"
    return " \\\n".join([*lines, line])


def _columns(text: str) -> int:
    from estatectl.render.widths import width

    return width(text)


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
    count = Words(
        zh="演完：诉求 {requests} 件，例行巡查 {rounds} 项，命令 {commands} 条，自动走时 {ticks} 次，"
        "台账日志 {entries} 条记录。",
        en="done: {requests} requests, {rounds} routine rounds, {commands} commands, {ticks} of them ticks, "
        "{entries} entries in the journal.",
    )
    return Page((Rule(), Line(count.fill(**data), "good"), Rule(), Heading(_TRY), Verbatim(tries), Hint(_AGAIN)), data)


_TRY = Words(zh="接着试试", en="what to try next")
_AGAIN = Words(
    zh="--now 让命令停在那一天；estatectl --help 看全部命令。",
    en="--now keeps a command on that day; estatectl --help lists them all.",
)


def _tries(premises: Premises, session: Session, shown: str, at: datetime) -> str:
    offered = [(line, why) for line, why in _next(at) if all(map(premises.journal.last, _NUMBER.findall(line)))]
    wide = max(len(line) for line, _ in offered)
    lines = [f"  {line:<{wide}}  # {session.text(why)}" for line, why in offered]
    on_path = shutil.which("estatectl") is not None
    path = [] if on_path else [f'  export PATH="{Path(sys.executable).parent}:$PATH"']
    return "\n".join([*path, f"  cd {shlex.quote(shown)}", *lines])


def _next(at: datetime) -> tuple[tuple[str, Words], ...]:
    """Commands worth trying in the estate that was played, each with what it shows."""
    now = at.strftime("--now %Y-%m-%dT%H:%M")
    return (
        (f"estatectl request list --late {now}", Words(zh="哪些超时了", en="what is late")),
        (f"estatectl order explain W-1 {now}", Words(zh="暂停过的计时怎么算", en="how a paused clock was counted")),
        (f"estatectl order list --mine --as luo_shengli {now}", Words(zh="自己手上的工单", en="one's own orders")),
        (f"estatectl round due {now}", Words(zh="该做哪些巡查", en="which rounds are to be done")),
        (f"estatectl round show RD-1 {now}", Words(zh="一项巡查的经过", en="how one round went")),
        (f"estatectl roster on-duty {now}", Words(zh="此刻谁在岗", en="who is on duty")),
        ("estatectl policy show decision targets", Words(zh="时限写在哪里", en="where time limits stand")),
        ("estatectl request open", Words(zh="自己登记一件，一项项问", en="record one yourself: it asks")),
    )
