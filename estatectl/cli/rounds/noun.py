"""Floor 5: `estatectl round`: what is to be done now, what was done, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from estatectl.cli.commands import Act, Noun, argument, command, option
from estatectl.cli.context import Session
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.render.page import Page

ROUND_ID = Words(
    zh="编号，如 12 或 RD-12；只有一项要做时也可写计划名（“计划:对象”）",
    en="number, such as 12 or RD-12; or the programme (PROGRAMME:THING), where only one is to be done",
)
ID = Words(zh="编号", en="ID")
INSTANT = Words(zh="时刻", en="INSTANT")
_LIMIT = Words(zh="最多显示几项", en="show at most")


def _verbs() -> Iterator[click.Command]:
    """Every verb: those that look here, those that do from their own files."""
    from estatectl.cli.rounds.importing import import_rounds
    from estatectl.cli.rounds.recording import record
    from estatectl.cli.rounds.work import excuse, retest, start

    yield from (due, list_rounds, findings, show, start, record, excuse, retest, import_rounds)


round_noun = Noun(
    "round",
    Words(zh="巡查：该做的、做完的、漏做的和发现的异常。", en="Rounds: to do, done, missed, and what they found."),
    aliases=("巡查",),
    verbs=_verbs,
)


def _filters(act: Act) -> Act:
    """The options that narrow every board."""
    for declare in reversed(_NARROWING):
        act = declare(act)
    return act


_NARROWING: tuple[Callable[[Act], Act], ...] = (
    option("--mine", is_flag=True, words=Words(zh="只看我的岗位做的", en="only what my posts do")),
    option("--post", words=Words(zh="只看这个岗位做的", en="only what this post does")),
    option("--department", words=Words(zh="只看这个部门的", en="only of this department")),
    option("--programme", words=Words(zh="只看这个计划的", en="only of this programme")),
    option("--subject", words=Words(zh="只看这个设备、区域或路线的", en="only of this asset, place or route")),
    option("--statutory", is_flag=True, words=Words(zh="只看法定项目", en="only what the law demands")),
    option("--limit", type=click.IntRange(min=1), default=50, show_default=True, words=_LIMIT),
)


@command(
    "due",
    Words(zh="现在该做的，先到期的在前。", en="What is to be done now, the first due on top."),
    aliases=("该做", "待做"),
)
@_filters
@option(
    "--at",
    words=Words(zh="连同到这个时刻要开始的（默认此刻）", en="with those that open by this instant"),
    shown=INSTANT,
)
def due(session: Session, *, limit: int, **typed: Any) -> Page:
    from estatectl.render.rounds.boards import due_page
    from estatectl.usecases.rounds.views import due_board

    typed["at"] = session.premises.instant(typed["at"])
    return due_page(session.bundle, due_board(session.house, typed, limit))


@command(
    "list",
    Words(zh="查询做过、漏做、免做的，后到期的在前。", en="Rounds of any state, the last due on top."),
    aliases=("列表",),
)
@_filters
@option("--due", "due", is_flag=True, words=Words(zh="待做的", en="those to do"))
@option("--done", "done", is_flag=True, words=Words(zh="已做的", en="those done"))
@option("--missed", "missed", is_flag=True, words=Words(zh="漏做未补的", en="those missed and not made up"))
@option("--excused", "excused", is_flag=True, words=Words(zh="免做的", en="those excused"))
@option("--findings", is_flag=True, words=Words(zh="有异常未关闭的", en="those with findings still open"))
@option("--since", words=Words(zh="从这个时刻起到期的", en="due from this instant on"), shown=INSTANT)
@option("--until", words=Words(zh="在这个时刻前到期的", en="due before this instant"), shown=INSTANT)
def list_rounds(session: Session, *, limit: int, **typed: Any) -> Page:
    from estatectl.render.rounds.boards import list_page
    from estatectl.usecases.rounds.views import list_board

    for name in ("since", "until"):
        typed[name] = session.premises.instant(typed[name])
    return list_page(session.bundle, list_board(session.house, typed, limit))


@command(
    "findings",
    Words(zh="没有关闭的异常，后发现的在前。", en="What was found and is still open, the latest on top."),
    aliases=("异常",),
)
@_filters
def findings(session: Session, *, limit: int, **typed: Any) -> Page:
    from estatectl.render.rounds.boards import findings_page
    from estatectl.usecases.rounds.views import findings_board

    return findings_page(findings_board(session.house, typed, limit))


@command(
    "show",
    Words(
        zh="查看一项：时限、要填的表或路线、做了什么、发现什么。",
        en="One round: its window, its sheet or route, what was done, what was found.",
    ),
    aliases=("查看",),
)
@argument("round_id", ROUND_ID, shown=ID)
def show(session: Session, *, round_id: str) -> Page:
    from estatectl.render.rounds.pages import round_page
    from estatectl.usecases.rounds.naming import round_named
    from estatectl.usecases.rounds.views import view_round

    house = session.house
    return round_page(view_round(house, round_named(house, round_id, or_last=True)), house.now)


def moment(session: Session, text: str | None) -> Any:
    """An instant as typed; a bare `22:05` is the last time that the clock showed that."""
    from estatectl.usecases.rounds.reading import instant_of_text

    if text is None:
        return None
    return instant_of_text(text, session.premises.now, session.bundle.estate.zone) or session.premises.instant(text)
