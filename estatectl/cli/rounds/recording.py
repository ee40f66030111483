"""Floor 5: `estatectl round record`: a whole round in one line, exceptions by name; on a terminal item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from estatectl.cli.commands import argument, command, option
from estatectl.cli.context import Session
from estatectl.cli.rounds.noun import ID, INSTANT, ROUND_ID, moment
from estatectl.domain.problems import BadInput, Problem, Refused
from estatectl.domain.words import Words, same

if TYPE_CHECKING:
    from estatectl.render.page import Page
    from estatectl.usecases.rounds.recording import RoundWish

_ITEM = Words(zh="项目=文字", en="ITEM=TEXT")
_TEXT = Words(zh="文字", en="TEXT")


@command(
    "record",
    Words(
        zh="记录做完的一项。\n例如：\n  estatectl 巡查 记录 12 余氯=0.5 pH=7.4 --all-ok\n"
        '  estatectl 巡查 记录 12 --all-ok --except 防火门="用木块顶着"\n'
        "  estatectl 巡查 记录 15 XG-01=22:00 XG-02=22:06\n在终端上只写编号，会一项项问。",
        en="Record a round that is done.\nFor example:\n  estatectl round record 12 chlorine=0.5 ph=7.4 --all-ok\n"
        '  estatectl round record 12 --all-ok --except fire-door-3="propped open"\n'
        "  estatectl round record 15 XG-01=22:00 XG-02=22:06\nWith the number alone, a terminal is asked item by item.",
    ),
    aliases=("记录", "登记"),
)
@argument("round_id", ROUND_ID, shown=ID, required=False)
@argument(
    "given",
    Words(
        zh="各项的结果（照片等写 @文件）；巡更写各点的到达时间",
        en="answers by item, a photo as @FILE; on a patrol the time at each checkpoint",
    ),
    nargs=-1,
    shown=Words(zh="项目=结果", en="ITEM=ANSWER"),
)
@option("--all-ok", "all_ok", is_flag=True, words=Words(zh="没写的各项都正常", en="all items not named are in order"))
@option("--except", "exceptions", multiple=True, shown=_ITEM, words=Words(
    zh="这一项不正常，以及怎么不正常", en="this item is not in order, and how"))  # fmt: skip
@option("--note", "notes", multiple=True, shown=_ITEM, words=Words(zh="一项的说明", en="a note to an item"))
@option("--confirm", "confirmed", multiple=True, shown=Words(zh="项目", en="ITEM"), words=Words(
    zh="这一项的读数少见，但确实如此", en="the reading of this item is unusual, and meant"))  # fmt: skip
@option("--helped", multiple=True, shown=_TEXT, words=Words(
    zh="途中帮助业主的事", en="help given to an owner on the way"))  # fmt: skip
@option("--saw", multiple=True, shown=_TEXT, words=Words(zh="途中看到的情况", en="something seen on the way"))
@option("--file", "files", multiple=True, shown=Words(zh="文件", en="FILE"), words=Words(
    zh="凭证：签字单、照片等", en="evidence: a signed sheet, a photo"))  # fmt: skip
@option("--started", shown=INSTANT, words=Words(zh="开始时间，如 22:00", en="when it was begun, such as 22:00"))
@option("--at", shown=INSTANT, words=Words(
    zh="做完的时间，如 22:40（默认：最后一点的时间，或现在）",
    en="when it was done, such as 22:40 (default: the time at the last checkpoint, or now)"))  # fmt: skip
@option("--by", shown=Words(zh="员工", en="PERSON"), words=Words(
    zh="实际做的人（代为登记时）", en="who did it, where you hand it in for them"))  # fmt: skip
@option("--from", "from_file", shown=Words(zh="文件", en="FILE"),
    type=click.Path(path_type=Path, exists=True, dir_okay=False), words=Words(
    zh="在别处记下的各项（YAML 或 JSON）", en="rounds written down elsewhere, in YAML or JSON"))  # fmt: skip
def record(session: Session, *, round_id: str | None, from_file: Path | None, **typed: Any) -> Page:
    if from_file is not None:
        from estatectl.cli.rounds.importing import hand_in_file

        return hand_in_file(session, from_file, round_id, typed)
    if round_id is None:
        words = Words(zh="没有写是哪一项", en="which round was done is not said")
        raise BadInput.one(
            "EST-403", words, hint=Words(zh="写编号，或 --from 文件", en="write its number, or --from FILE")
        )
    return _record(session, round_id, typed)


def _record(session: Session, round_id: str, typed: dict[str, Any]) -> Page:
    from estatectl.render.rounds.outcomes import recorded_page
    from estatectl.usecases.rounds.naming import round_named
    from estatectl.usecases.rounds.recording import record_round
    from estatectl.usecases.rounds.views import told_of, view_round

    house = session.house
    wish = _wish(session, round_named(house, round_id), typed)
    before = house.journal.head()[0]
    try:
        done = record_round(house, wish)
    except Refused as refused:
        told_how = [_with_the_option(each) for each in refused.problems]
        raise Refused([*told_how, *_how_to_fill_in(wish, refused.problems)]) from None
    session.deliver()
    told = told_of(house, (done.round.id, *done.cases), since=before)
    return recorded_page(house.bundle, view_round(house, done.round.id), done, told, before)


def _wish(session: Session, round_id: str, typed: dict[str, Any]) -> RoundWish:
    """What was typed as a report; on a terminal, with nothing typed of the sheet, everything is asked."""
    from estatectl.usecases.rounds.recording import HELPED, SEEN, RoundWish

    wish = RoundWish(
        round=round_id,
        at=moment(session, typed["at"]),
        started=moment(session, typed["started"]),
        given=[(name, session.answer(text)) for name, text in named_texts(typed["given"])],
        exceptions=named_texts(typed["exceptions"]),
        notes=_joined(named_texts(typed["notes"])),
        all_in_order=typed["all_ok"],
        confirmed=frozenset(typed["confirmed"]),
        log=(*((HELPED, text) for text in typed["helped"]), *((SEEN, text) for text in typed["saw"])),
        files=tuple(session.premises.digest(path) for path in typed["files"]),
        by=typed["by"],
    )
    if session.may_ask and not (wish.given or wish.all_in_order or wish.exceptions):
        from estatectl.cli.rounds.prompting import asked

        return asked(session, wish)
    return wish


def _how_to_fill_in(wish: RoundWish, problems: Sequence[Problem]) -> Sequence[Problem]:
    """One line for many: that what is in order need not be written item by item."""
    missing = sum(problem.code == "EST-372" for problem in problems)
    if not missing or wish.all_in_order:
        return ()
    words = Words(zh="还有 {n} 项没有填", en="items without an answer: {n}").fill(n=missing)
    return (Problem("EST-458", words, hint=_ALL_OK),)


def _with_the_option(problem: Problem) -> Problem:
    """A doubtful reading is confirmed by an option here."""
    return replace(problem, hint=_CONFIRM) if problem.code == "EST-854" else problem


_CONFIRM = Words(zh="核对后重填；确实如此就加 --confirm 项目", en="look again; if it is meant, add --confirm ITEM")
_ALL_OK = Words(
    zh="其余都正常就加 --all-ok；不正常的写 --except 项目=怎么不正常",
    en="--all-ok when all else is in order; what is not, by --except ITEM=HOW",
)


def named_texts(words: Sequence[str]) -> list[tuple[str, str]]:
    """`ITEM=TEXT` words taken apart, in order. Refuses those that are not, all at once (EST-457)."""
    parted = [text.replace("＝", "=").partition("=") for text in words]
    wrong = [text for text, (name, sign, _) in zip(words, parted, strict=True) if not sign or not name.strip()]
    if wrong:
        raise BadInput(_not_named(text) for text in wrong)
    return [(name.strip(), text.strip()) for name, _, text in parted]


def _not_named(text: str) -> Problem:
    words = Words(zh="“{text}”看不出是哪一项", en="'{text}' does not say which item it answers")
    hint = Words(zh="写成 项目=结果，如 余氯=0.5", en="write ITEM=ANSWER, such as chlorine=0.5")
    return Problem("EST-457", words.fill(text=same(text)), hint=hint)


def _joined(notes: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Notes by item; several to one item are one text."""
    found: dict[str, str] = {}
    for name, text in notes:
        found[name] = f"{found[name]}；{text}" if name in found else text
    return found
