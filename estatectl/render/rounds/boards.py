"""Floor 3: rounds in rows: what is to be done now, what was done or missed, what was found and is still open."""

from __future__ import annotations

from estatectl.domain.bundle import Bundle
from estatectl.domain.words import Words, same
from estatectl.render.page import Block, Cell, Due, Hint, Line, Page, Rule, Table, Toned
from estatectl.render.rounds.words import (
    STATUTORY,
    finding_words,
    posts_words,
    programme_words,
    severity_tone,
    severity_words,
    state_tone,
    state_words,
    subject_words,
)
from estatectl.usecases.ports import FindingRow, RoundRow
from estatectl.usecases.rounds.views import FoundBoard, RoundBoard

_ID = Words(zh="编号", en="id")
_ROUND = Words(zh="巡查", en="round")
_OF = Words(zh="对象", en="of")
_POST = Words(zh="岗位", en="post")
_DUE = Words(zh="到期", en="due")


def due_page(bundle: Bundle, board: RoundBoard) -> Page:
    """What is to be done, the first due on top, and a line that counts what waits."""
    columns = (_ID, _DUE, _ROUND, _OF, _POST, Words(zh="法定", en="law"))
    rows = tuple(_due_row(bundle, row) for row in board.rows)
    blocks: list[Block] = [
        Table(columns, rows, empty=Words(zh="（现在没有要做的）", en="(nothing is to be done now)")),
        Rule(),
        Line(_counted(board), "bad" if board.late else "plain"),
    ]
    blocks += [Line(each.words, "soon") for each in board.problems]
    numbered = [row.id for row in board.rows if row.id]
    if board.behind:
        blocks.append(Line(_BEHIND, "soon"))
    elif numbered:
        blocks.append(Hint(_HOW.fill(id=numbered[0])))
    return Page(tuple(blocks), {**_figures(board), "behind": board.behind, "coming": board.coming})


def _due_row(bundle: Bundle, row: RoundRow) -> tuple[Cell, ...]:
    return (
        row.id or None,
        Due(row.due),
        programme_words(bundle, row.programme),
        subject_words(bundle, row.subject),
        posts_words(bundle, row.by),
        Toned(STATUTORY, "strong") if row.statutory else same(""),
    )


def _counted(board: RoundBoard) -> Words:
    shown = len(board.rows)
    words = Words(
        zh="要做 {total} 项{shown}{coming}，已迟 {late} 项；30 天内漏做未补 {missed} 项；未关闭的异常 {found} 个",
        en="{total} to do{shown}{coming}, {late} late; {missed} missed in 30 days and not made up; "
        "{found} findings open",
    )
    part = Words(zh="（显示 {n} 项）", en=" ({n} shown)").fill(n=shown) if shown < board.total else same("")
    ahead = Words(zh="，其中 {n} 项还没到开始时间", en=", {n} of them not open yet").fill(n=board.coming)
    return words.fill(
        total=board.total,
        shown=part,
        coming=ahead if board.coming else same(""),
        late=board.late,
        missed=board.missed,
        found=board.open_findings,
    )


_BEHIND = Words(
    zh="巡查没有跟上时间：estatectl tick 没有按时运行，上表可能不全。",
    en="Rounds are not up to date: 'estatectl tick' has not been running, so some may be missing here.",
)
_HOW = Words(
    zh="要填什么、怎么记：estatectl 巡查 查看 {id}",
    en="what it asks, and how to record it: estatectl round show {id}",
)


def list_page(bundle: Bundle, board: RoundBoard) -> Page:
    """Rounds of any state, the last due first."""
    columns = (
        _ID, _DUE, _ROUND, _OF, Words(zh="结果", en="outcome"), Words(zh="完成", en="done"),
        Words(zh="异常", en="findings"),
    )  # fmt: skip
    rows = tuple(_list_row(bundle, row) for row in board.rows)
    words = Words(
        zh="共 {total} 项，显示 {shown} 项；漏做未补 {missed} 项，已迟 {late} 项",
        en="{total} in all, {shown} shown; {missed} missed and not made up, {late} late",
    )
    filled = words.fill(total=board.total, shown=len(board.rows), missed=board.missed, late=board.late)
    return Page((Table(columns, rows), Rule(), Line(filled, "bad" if board.missed else "plain")), _figures(board))


def _list_row(bundle: Bundle, row: RoundRow) -> tuple[Cell, ...]:
    return (
        row.id,
        row.due,
        programme_words(bundle, row.programme),
        subject_words(bundle, row.subject),
        Toned(state_words(row.state, row.timeliness), state_tone(row.state, row.timeliness)),
        row.done_at,
        _found(row),
    )


def _found(row: RoundRow) -> Cell:
    if not row.findings:
        return None
    if not row.open_findings:
        return row.findings
    words = Words(zh="{n}（{open} 未关闭）", en="{n} ({open} open)")
    return Toned(words.fill(n=row.findings, open=row.open_findings), "bad")


def findings_page(board: FoundBoard) -> Page:
    """Findings that are not closed, the latest first."""
    columns = (
        _ID, Words(zh="程度", en="severity"), Words(zh="发现时间", en="since"), _ROUND, _OF,
        Words(zh="什么", en="what"), Words(zh="事项", en="case"),
    )  # fmt: skip
    rows = tuple(_finding_row(board, row) for row in board.rows)
    words = Words(zh="未关闭的异常 {n} 个{shown}", en="findings open: {n}{shown}")
    part = Words(zh="（显示 {n} 个）", en=" ({n} shown)").fill(n=len(rows)) if len(rows) < board.total else same("")
    blocks: list[Block] = [
        Table(columns, rows, wrap=frozenset({5})),
        Rule(),
        Line(words.fill(n=board.total, shown=part)),
    ]
    if rows:
        blocks.append(Hint(_RETEST.fill(id=board.rows[0].id)))
    return Page(tuple(blocks), {"findings": [found_data(row) for row in board.rows], "total": board.total})


_RETEST = Words(
    zh="读数类的复测合格才关闭：estatectl 巡查 复测 {id} 读数",
    en="a reading closes by a test that passes: estatectl round retest {id} READING",
)


def _finding_row(board: FoundBoard, row: FindingRow) -> tuple[Cell, ...]:
    bundle = board.bundle
    return (
        row.id,
        Toned(severity_words(row.severity), severity_tone(row.severity)),
        row.at,
        programme_words(bundle, row.programme),
        subject_words(bundle, row.subject),
        _what(board, row),
        row.case,
    )


def _what(board: FoundBoard, row: FindingRow) -> Words:
    finding, sheet = board.found[row.id]
    return finding_words(board.bundle, sheet, finding)


def _figures(board: RoundBoard) -> dict[str, object]:
    return {
        "rounds": [row_data(row) for row in board.rows],
        "total": board.total,
        "late": board.late,
        "missed": board.missed,
        "open_findings": board.open_findings,
    }


def row_data(row: RoundRow) -> dict[str, object]:
    """A row for programs."""
    return {
        "id": row.id or None,
        "programme": row.programme,
        "subject": row.subject,
        "department": row.department,
        "by": list(row.by),
        "statutory": row.statutory,
        "state": row.state,
        "opens": row.opens,
        "due": row.due,
        "closes": row.closes,
        "done_at": row.done_at,
        "done_by": row.done_by,
        "timeliness": row.timeliness,
        "findings": row.findings,
        "open_findings": row.open_findings,
    }


def found_data(row: FindingRow) -> dict[str, object]:
    """A finding's row for programs."""
    return {
        "id": row.id,
        "round": row.round,
        "programme": row.programme,
        "subject": row.subject,
        "item": row.item,
        "kind": row.kind,
        "severity": row.severity,
        "at": row.at,
        "case": row.case,
    }
