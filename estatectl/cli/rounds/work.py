"""Floor 5: what people do with a round besides recording it: begin it, let it off, test a finding again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.cli.commands import argument, command, option
from estatectl.cli.context import Session
from estatectl.cli.rounds.noun import ID, ROUND_ID
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.render.page import Page


@command(
    "start",
    Words(zh="开始做一项；巡更路线从这时起算。", en="Begin a round; a patrol is timed from here."),
    aliases=("开始",),
)
@argument("round_id", ROUND_ID, shown=ID)
def start(session: Session, *, round_id: str) -> Page:
    from estatectl.render.rounds.outcomes import started_page
    from estatectl.usecases.rounds.moves import start_round
    from estatectl.usecases.rounds.naming import round_named
    from estatectl.usecases.rounds.views import view_round

    house = session.house
    known = start_round(house, round_named(house, round_id))
    return started_page(view_round(house, known.id))


@command(
    "excuse",
    Words(zh="批准不做，写明理由；可一次几项。", en="Let rounds off with a reason; several at once."),
    aliases=("免做",),
)
@argument("round_ids", ROUND_ID, shown=ID, nargs=-1, required=True)
@option("--reason", required=True, words=Words(zh="理由", en="why"), shown=Words(zh="理由", en="REASON"))
def excuse(session: Session, *, round_ids: tuple[str, ...], reason: str) -> Page:
    from estatectl.render.rounds.outcomes import excused_page
    from estatectl.usecases.rounds.moves import excuse_rounds
    from estatectl.usecases.rounds.naming import round_named

    house = session.house
    excused = excuse_rounds(house, [round_named(house, each) for each in round_ids], reason)
    return excused_page(session.bundle, excused)


@command(
    "retest",
    Words(zh="复测一个异常；合格即关闭。", en="Test a finding again; in order, it is closed."),
    aliases=("复测",),
)
@argument(
    "finding", Words(zh="异常编号，如 RD-12/1", en="the finding, such as RD-12/1"), shown=Words(zh="异常", en="FINDING")
)
@argument("answer", Words(zh="复测读数或结果", en="the reading, or how it is now"), shown=Words(zh="结果", en="ANSWER"))
@option("--note", default="", words=Words(zh="备注", en="a note"), shown=Words(zh="文字", en="TEXT"))
@option("--confirm", is_flag=True, words=Words(zh="读数少见，但确实如此", en="the reading is unusual, and meant"))
def retest(session: Session, *, finding: str, answer: str, note: str, confirm: bool) -> Page:
    from estatectl.render.rounds.outcomes import retested_page
    from estatectl.usecases.rounds.moves import retest_finding
    from estatectl.usecases.rounds.views import view_round

    house = session.house
    tested = retest_finding(house, finding, answer, note, frozenset("*") if confirm else frozenset())
    session.deliver()
    return retested_page(view_round(house, tested.round.id), tested)
