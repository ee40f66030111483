"""The page of the gate: who is inside since when, who waits, who left, who was turned away; it fits 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from estatectl.domain.bundle import Bundle
from estatectl.domain.words import Words, same
from estatectl.render.boards import row_data
from estatectl.render.case_words import listed, place_words
from estatectl.render.page import Block, Cell, Due, Heading, Hint, Line, Page, Rule, Table, Toned
from estatectl.usecases.gate.views import GateBoard, Passing
from estatectl.usecases.ports import CaseRow

_ID = Words(zh="编号", en="id")
_WHO = Words(zh="人、车、物", en="who or what")
_TO = Words(zh="去处", en="to")
_CAME = Words(zh="进入", en="in at")
_LEFT = Words(zh="离开", en="out at")
_NOBODY = Words(zh="（没有）", en="(nobody)")


def inside_page(bundle: Bundle, board: GateBoard) -> Page:
    """Who and what is inside."""
    blocks: list[Block] = [_inside(bundle, board), Rule(), _sums(bundle, board)]
    return Page(tuple(blocks), {"at": board.now, "late": board.late, "inside": _plain(board.inside)})


def today_page(bundle: Bundle, board: GateBoard, limit: int) -> Page:
    """The gate today; of what is over the latest `limit` are shown."""
    blocks: list[Block] = [_sums(bundle, board), _day(board), Rule(), Heading(Words(zh="在内", en="Inside"))]
    blocks.append(_inside(bundle, board))
    if board.waiting:
        rows = tuple((row.id, row.summary, place_words(bundle, row), *_standing(bundle, row)) for row in board.waiting)
        columns = (_ID, _WHO, _TO, Words(zh="环节", en="stage"), Words(zh="到期", en="due"))
        blocks += [Rule(), Heading(Words(zh="等候或预约", en="Waiting or expected")), Table(columns, rows)]
    if board.left:
        shown = tuple(
            (*_named(bundle, each), _clock(board, each.presence.came), _clock(board, each.presence.left))
            for each in board.left[:limit]
        )
        blocks += [Rule(), Heading(Words(zh="今日离开", en="Left today")), Table((_ID, _WHO, _TO, _CAME, _LEFT), shown)]
        blocks += _more(len(board.left), limit)
    if board.turned:
        shown = tuple(
            (*_named(bundle, each), _clock(board, each.presence.turned), Toned(_stage(bundle, each.row), "bad"))
            for each in board.turned[:limit]
        )
        columns = (_ID, _WHO, _TO, Words(zh="时间", en="at"), Words(zh="结果", en="outcome"))
        blocks += [Rule(), Heading(Words(zh="今日未进入", en="Not let in, or did not come, today"))]
        blocks += [Table(columns, shown), *_more(len(board.turned), limit)]
    data = {
        "at": board.now,
        "since": board.since,
        "late": board.late,
        "inside": _plain(board.inside),
        "waiting": [row_data(row) for row in board.waiting],
        "came": _plain(board.came),
        "left": _plain(board.left),
        "turned_away": _plain(board.turned),
    }
    return Page(tuple(blocks), data)


def _inside(bundle: Bundle, board: GateBoard) -> Table:
    columns = (_ID, _WHO, _TO, _CAME, Words(zh="到期", en="due"))
    rows = tuple(
        (
            *_named(bundle, each),
            _clock(board, each.presence.came),
            Due(each.row.next_due) if each.row.next_due else None,
        )
        for each in board.inside
    )
    return Table(columns, rows, empty=_NOBODY)


def _sums(bundle: Bundle, board: GateBoard) -> Line:
    """How many are inside, kind by kind."""
    counts: dict[str, int] = {}
    for each in board.inside:
        counts[each.row.workflow] = counts.get(each.row.workflow, 0) + 1
    each_kind = Words(zh="{title} {n}", en="{title} {n}")
    kinds = listed(each_kind.fill(title=bundle.workflows[name].title, n=n) for name, n in counts.items())
    nobody = Words(zh="无", en="nobody")
    words = Words(zh="在内：{kinds}；超时 {late}", en="inside: {kinds}; late {late}")
    filled = words.fill(kinds=kinds if counts else nobody, late=board.late)
    return Line(filled, "bad" if board.late else "strong")


def _day(board: GateBoard) -> Line:
    words = Words(
        zh="今日进 {came}、出 {left}、未进入 {turned}，等候或预约 {waiting}",
        en="today: {came} came, {left} left, {turned} not let in; {waiting} waiting or expected",
    )
    return Line(
        words.fill(came=len(board.came), left=len(board.left), turned=len(board.turned), waiting=len(board.waiting))
    )


def _named(bundle: Bundle, each: Passing) -> tuple[Cell, Cell, Cell]:
    return each.row.id, each.row.summary, place_words(bundle, each.row)


def _standing(bundle: Bundle, row: CaseRow) -> tuple[Cell, Cell]:
    return _stage(bundle, row), Due(row.next_due, row.paused) if row.next_due else None


def _stage(bundle: Bundle, row: CaseRow) -> Words:
    return bundle.workflows[row.workflow].stage(row.stage).title


def _clock(board: GateBoard, at: datetime | None) -> Cell:
    """The time of day; with the date where it was not today."""
    if at is None:
        return None
    local = at.astimezone(board.since.tzinfo)
    return same(f"{local:%H:%M}" if local >= board.since else f"{local:%m-%d %H:%M}")


def _more(total: int, limit: int) -> list[Block]:
    if total <= limit:
        return []
    return [Hint(Words(zh="另有 {n} 件，用 --limit 多看", en="{n} more: see --limit").fill(n=total - limit))]


def _plain(found: Sequence[Passing]) -> list[dict[str, object]]:
    return [
        {
            **row_data(each.row),
            "came_at": each.presence.came,
            "left_at": each.presence.left,
            "turned_at": each.presence.turned,
        }
        for each in found
    ]
