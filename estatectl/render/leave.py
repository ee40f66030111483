"""Floor 3: leave, rotations and swaps, as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from estatectl.domain.staff.people import Leave, Shift
from estatectl.domain.staff.swaps import SwapState
from estatectl.domain.words import Words, same
from estatectl.render.page import Block, Cell, Hint, Line, Page, Table
from estatectl.usecases.house import House
from estatectl.usecases.staffing.leave import Given
from estatectl.usecases.staffing.plans import leave_kinds
from estatectl.usecases.staffing.ports import SwapRow
from estatectl.usecases.staffing.rotating import Rotated
from estatectl.usecases.staffing.swapping import Swapped

_STATES = {
    SwapState.ASKED.value: Words(zh="待批", en="waiting"),
    SwapState.APPROVED.value: Words(zh="已换", en="made"),
    SwapState.REFUSED.value: Words(zh="未批", en="refused"),
}
_PERSON, _POST = Words(zh="员工", en="who"), Words(zh="岗位", en="post")
_FROM, _TO = Words(zh="从", en="from"), Words(zh="至", en="until")


def given_page(house: House, given: Given) -> Page:
    """Leave that was entered, and the shifts that somebody else must take."""
    blocks: list[Block] = []
    for away in given.added:
        words = Words(zh="{name}（{kind}）：{start} 至 {end}", en="{name} ({kind}): {start} to {end}")
        blocks.append(
            Line(words.fill(name=away.person.name, kind=_kind(house, away.leave), **_ends(house, away.leave)))
        )
    if given.known:
        words = Words(zh="{n} 条早已登记", en="{n} entered already").fill(n=given.known)
        blocks.append(Line(words))
    shifts = [shift for away in given.added for shift in away.shifts]
    if shifts:
        words = Words(zh="假期里有 {n} 班要有人顶：", en="{n} shifts fall into the leave and need somebody else:")
        blocks += [Line(words.fill(n=len(shifts)), "soon"), _shift_table(house, shifts), Hint(_STAND_IN)]
    data = {
        "added": [_plain(away.leave) | {"shifts": [_shift(each) for each in away.shifts]} for away in given.added],
        "known": given.known,
    }
    return Page(tuple(blocks), data)


def ended_page(house: House, leave: Leave) -> Page:
    words = Words(zh="{name} 销假：{end} 起上班", en="{name} is back from {end}")
    filled = words.fill(name=_name(house, leave.person), end=_ends(house, leave)["end"])
    return Page((Line(filled),), {"leave": _plain(leave)})


def leaves_page(house: House, leaves: Sequence[Leave]) -> Page:
    columns = (_PERSON, Words(zh="假别", en="kind"), _FROM, _TO)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (f"{_name(house, each.person)} ({each.person})", _kind(house, each), each.start, each.end) for each in leaves
    )
    empty = Words(zh="（没有人请假）", en="(nobody is on leave)")
    return Page((Table(columns, rows, empty=empty),), {"leaves": [_plain(each) for each in leaves]})


def rotated_page(rotated: Rotated) -> Page:
    words = Words(
        zh="{rotation}，{team}：新排 {added} 班，{known} 班早已排好",
        en="{rotation}, {team}: {added} shifts added, {known} were there already",
    )
    filled = words.fill(
        rotation=rotated.rotation.title,
        team=rotated.team.title,
        added=len(rotated.done.added),
        known=rotated.done.known,
    )
    blocks: list[Block] = [Line(filled)]
    if rotated.away:
        more = Words(zh="{n} 班因请假没有排", en="{n} shifts left out: leave").fill(n=len(rotated.away))
        blocks.append(Line(more, "soon"))
    data = {
        "rotation": rotated.rotation.id,
        "team": rotated.team.id,
        "added": [_shift(each) for each in rotated.done.added],
        "known": rotated.done.known,
        "on_leave": [_shift(each) for each in rotated.away],
    }
    return Page(tuple(blocks), data)


def swap_page(house: House, swapped: Swapped) -> Page:
    """A swap as it stands, with the shifts as they are now, or would be."""
    swap = swapped.swap
    words = Words(zh="{id} {person} ⇄ {other}：{state}", en="{id} {person} ⇄ {other}: {state}").fill(
        id=swap.id, person=swapped.person.name, other=swapped.other.name, state=_STATES[swap.state.value]
    )
    blocks: list[Block] = [Line(words, "good" if swap.state is SwapState.APPROVED else "plain")]
    if swap.state is not SwapState.REFUSED:
        blocks.append(_shift_table(house, swap.after()))
    if swap.state is SwapState.ASKED:
        hint = Words(zh="主管批准：roster approve {id}", en="the head approves it: roster approve {id}").fill(
            id=swap.id
        )
        blocks.append(Hint(hint))
    data = {
        "id": swap.id,
        "state": swap.state.value,
        "person": swap.person,
        "other": swap.other,
        "shifts": [_shift(each) for each in swap.after()],
    }
    return Page(tuple(blocks), data)


def swaps_page(house: House, rows: Sequence[SwapRow]) -> Page:
    columns = (
        Words(zh="编号", en="id"),
        Words(zh="让班", en="gives"),
        Words(zh="接班", en="takes"),
        _POST,
        _FROM,
        Words(zh="状态", en="state"),
    )
    posts = house.bundle.organisation.posts
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            row.id,
            _name(house, row.person),
            _name(house, row.other),
            posts[row.post].title if row.post in posts else row.post,
            row.starts,
            _STATES[row.state],
        )
        for row in rows
    )
    data = [
        {
            "id": row.id,
            "person": row.person,
            "other": row.other,
            "post": row.post,
            "starts": row.starts,
            "state": row.state,
        }
        for row in rows
    ]
    empty = Words(zh="（没有待批的换班）", en="(no swap waits)")
    return Page((Table(columns, cells, empty=empty),), {"swaps": data})


def _shift_table(house: House, shifts: Sequence[Shift]) -> Table:
    posts = house.bundle.organisation.posts
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _name(house, each.person),
            posts[each.post].title if each.post in posts else each.post,
            each.start,
            each.end,
        )
        for each in sorted(shifts, key=lambda each: (each.start, each.person))
    )
    return Table((_PERSON, _POST, _FROM, _TO), rows)


def _name(house: House, person_id: str) -> str:
    return next((person.name for person in house.journal.people() if person.id == person_id), person_id)


def _kind(house: House, leave: Leave) -> Words:
    return leave_kinds(house).get(leave.kind, same(leave.kind or "-"))


def _ends(house: House, leave: Leave) -> dict[str, str]:
    zone = house.bundle.estate.zone
    return {key: f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for key, at in (("start", leave.start), ("end", leave.end))}


def _plain(leave: Leave) -> dict[str, object]:
    return {"person": leave.person, "kind": leave.kind, "start": leave.start, "end": leave.end}


def _shift(shift: Shift) -> dict[str, object]:
    return {"person": shift.person, "post": shift.post, "start": shift.start, "end": shift.end}


_STAND_IN = Words(
    zh="用 roster swap 换班，或 roster set 排别人；roster gaps 查缺口",
    en="roster swap or roster set finds somebody; roster gaps shows what stays open",
)
