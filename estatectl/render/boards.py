"""The board: what is open, what is due next, what is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.render.case_words import clock_words, person_words, place_words, said
from estatectl.render.page import Cell, Due, Line, Page, Rule, Table, Toned
from estatectl.usecases.ports import CaseRow

_COLUMNS = (
    Words(zh="编号", en="id"),
    Words(zh="紧急", en="urgency"),
    Words(zh="类型", en="type"),
    Words(zh="环节", en="stage"),
    Words(zh="部门", en="department"),
    Words(zh="经办", en="handler"),
    Words(zh="位置", en="place"),
    Words(zh="内容", en="about"),
    Words(zh="下一时限", en="next"),
    Words(zh="到期", en="due"),
)
_SPARED = (1, 2, 4, 5, 6)
"""Columns that are left out where no case has anything to say there: many kinds know no urgency and no place."""


def board_page(
    bundle: Bundle, workflow: Workflow, rows: Sequence[CaseRow], people: Sequence[Person], now: datetime, total: int
) -> Page:
    """A table of cases and a line that counts them; `total` is how many there are beyond those shown."""
    late = sum(row.next_due is not None and row.next_due < now for row in rows)
    words = Words(
        zh="{title}：共 {total} 件，显示 {shown} 件，已超时 {late} 件",
        en="{title}: {total} in all, {shown} shown, {late} late",
    ).fill(title=workflow.title, total=total, shown=len(rows), late=late)
    cells = tuple(_row(bundle, row, people) for row in rows)
    told = [number for number in range(len(_COLUMNS)) if number not in _SPARED or any(row[number] for row in cells)]
    table = Table(
        tuple(_COLUMNS[number] for number in told), tuple(tuple(row[number] for number in told) for row in cells)
    )
    data = {"cases": [row_data(row) for row in rows], "total": total, "late": late}
    return Page((table, Rule(), Line(words, "bad" if late else "plain")), data)


def _row(bundle: Bundle, row: CaseRow, people: Sequence[Person]) -> tuple[Cell, ...]:
    urgency = said(bundle, row, "urgency", row.urgency)
    handler = person_words(people, row.handler)
    workflow = bundle.workflows[row.workflow]
    return (
        row.id,
        Toned(urgency, "bad") if row.urgency == "emergency" else urgency,
        said(bundle, row, "type", row.type),
        workflow.stage(row.stage).title,
        said(bundle, row, "department", row.department),
        same(handler.zh.split(" (")[0]) if handler else None,
        place_words(bundle, row),
        row.summary,
        clock_words(bundle, row),
        Due(row.next_due, row.paused) if row.next_due else (Words(zh="已暂停", en="paused") if row.paused else None),
    )


def row_data(row: CaseRow) -> dict[str, object]:
    """A row for programs."""
    return {
        "id": row.id,
        "workflow": row.workflow,
        "stage": row.stage,
        "open": row.open,
        "type": row.type,
        "urgency": row.urgency,
        "department": row.department,
        "handler": row.handler,
        "parent": row.parent,
        "household": row.household,
        "location": row.location,
        "asset": row.asset,
        "summary": row.summary,
        "concepts": list(row.concepts),
        "opened_at": row.opened_at,
        "next_of": row.next_of,
        "next_clock": row.next_clock,
        "next_due": row.next_due,
        "paused": row.paused,
        "breaches": row.breaches,
    }
