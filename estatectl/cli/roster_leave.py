"""Floor 5: `estatectl roster leave|back|leaves|rotate|swap|approve|refuse|swaps`: who is away, and who stands in."""

from __future__ import annotations

from pathlib import Path

import click

from estatectl.cli.commands import argument, command, option
from estatectl.cli.context import Session
from estatectl.cli.handed_in import typed_row
from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words
from estatectl.render.page import Page

_WHO = Words(zh="员工", en="PERSON")
_DAY = Words(zh="日期", en="DAY")
_SWAP = Words(zh="编号", en="SWAP")


@command(
    "leave", Words(zh="登记请假（由主管或上级登记）。", en="Enter leave (by the head or above)."), aliases=("请假",)
)
@argument("person", Words(zh="员工编号或姓名", en="id or name of the person"), shown=_WHO, required=False)
@option("--from", "start", words=Words(zh="从这天，或这个时刻", en="from this day or instant"), shown=_DAY)
@option("--to", "end", words=Words(zh="到这天（含），或这个时刻", en="to this day (included) or instant"), shown=_DAY)
@option("--kind", "kind", words=Words(zh="假别，如 年假、sick", en="kind of leave, such as annual or sick"))
@option(
    "--from-file",
    "file",
    words=Words(
        zh="从 CSV、YAML 或 Excel 登记，列为 person,from,to,kind",
        en="from CSV, YAML or Excel; columns person,from,to,kind",
    ),
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    shown=Words(zh="文件", en="FILE"),
)
def leave(
    session: Session, *, person: str | None, start: str | None, end: str | None, kind: str | None, file: Path | None
) -> Page:
    from estatectl.render.leave import given_page
    from estatectl.usecases.staffing.leave import COLUMNS, give_leave

    house = session.house
    if file is not None:
        from estatectl.wiring.documents import read_rows

        return given_page(house, give_leave(house, read_rows(file, COLUMNS)))
    if not (person and start and end and kind):
        words = Words(zh="须写员工、--from、--to、--kind", en="name the person, --from, --to and --kind")
        raise BadInput.one("EST-403", words)
    row = typed_row(person=person, **{"from": start, "to": end}, kind=kind)
    return given_page(house, give_leave(house, (row,)))


@command("back", Words(zh="提前销假。", en="Somebody is back early: the leave ends."), aliases=("销假",))
@argument("person", Words(zh="员工编号或姓名", en="id or name of the person"), shown=_WHO)
@option(
    "--at",
    "at",
    default="",
    words=Words(zh="从这天或时刻起上班（默认此刻）", en="from this day or instant (default: now)"),
)
def back(session: Session, *, person: str, at: str) -> Page:
    from estatectl.render.leave import ended_page
    from estatectl.usecases.staffing.leave import end_leave

    house = session.house
    return ended_page(house, end_leave(house, person, at))


@command("leaves", Words(zh="谁在请假。", en="Who is on leave."), aliases=("假条",))
@option("--from", "since", words=Words(zh="从这天（默认今天）", en="from this day (default: today)"), shown=_DAY)
@option("--to", "until", words=Words(zh="到这天（默认三十天）", en="to this day (default: thirty days)"), shown=_DAY)
def leaves(session: Session, *, since: str | None, until: str | None) -> Page:
    from estatectl.render.leave import leaves_page
    from estatectl.usecases.staffing.leave import leaves_between

    house = session.house
    return leaves_page(house, leaves_between(house, since, until))


@command("rotate", Words(zh="按轮班给一个班组排班。", en="Put people on the shifts of a team."), aliases=("轮班",))
@argument("rotation", Words(zh="轮班", en="the rotation"), shown=Words(zh="轮班", en="ROTATION"))
@argument("people", Words(zh="员工", en="the people"), shown=_WHO, nargs=-1, required=True)
@option("--team", required=True, words=Words(zh="班组", en="the team"))
@option("--from", "since", required=True, words=Words(zh="从这天", en="from this day"), shown=_DAY)
@option("--to", "until", required=True, words=Words(zh="到这天（含）", en="to this day, included"), shown=_DAY)
def rotate(session: Session, *, rotation: str, people: tuple[str, ...], team: str, since: str, until: str) -> Page:
    from estatectl.render.leave import rotated_page
    from estatectl.usecases.staffing.rotating import rotate as put_on

    return rotated_page(put_on(session.house, rotation, team, people, since, until))


@command("swap", Words(zh="两人换班；主管说了算。", en="Two people swap shifts; the head decides."), aliases=("换班",))
@argument("person", Words(zh="让出班的人", en="who gives the shift away"), shown=_WHO)
@argument("other", Words(zh="接班的人", en="who takes it"), shown=_WHO)
@option("--on", required=True, words=Words(zh="这天开始的班", en="shifts that begin on this day"), shown=_DAY)
@option("--post", words=Words(zh="只换这个岗位的班", en="only shifts in this post"))
def swap(session: Session, *, person: str, other: str, on: str, post: str | None) -> Page:
    from estatectl.render.leave import swap_page
    from estatectl.usecases.staffing.swapping import swap_shifts

    house = session.house
    return swap_page(house, swap_shifts(house, person, other, on, post))


@command("approve", Words(zh="批准换班。", en="Approve a swap of shifts."), aliases=("批准",))
@argument("swap_id", Words(zh="换班编号，如 SW-1", en="the swap, such as SW-1"), shown=_SWAP)
def approve(session: Session, *, swap_id: str) -> Page:
    from estatectl.render.leave import swap_page
    from estatectl.usecases.staffing.swapping import decide_swap

    house = session.house
    return swap_page(house, decide_swap(house, swap_id, approve=True))


@command("refuse", Words(zh="不批准换班。", en="Refuse a swap of shifts."), aliases=("驳回",))
@argument("swap_id", Words(zh="换班编号，如 SW-1", en="the swap, such as SW-1"), shown=_SWAP)
@option("--reason", required=True, words=Words(zh="缘由", en="why"))
def refuse(session: Session, *, swap_id: str, reason: str) -> Page:
    from estatectl.render.leave import swap_page
    from estatectl.usecases.staffing.swapping import decide_swap

    house = session.house
    return swap_page(house, decide_swap(house, swap_id, approve=False, reason=reason))


@command("swaps", Words(zh="待批的换班。", en="Swaps of shifts that wait."), aliases=("待批",))
@option("--all", "everything", is_flag=True, words=Words(zh="连同已定的", en="with those decided"))
def swaps(session: Session, *, everything: bool) -> Page:
    from estatectl.render.leave import swaps_page

    house = session.house
    return swaps_page(house, house.journal.swaps(None if everything else "asked"))


VERBS = (leave, back, leaves, rotate, swap, approve, refuse, swaps)
