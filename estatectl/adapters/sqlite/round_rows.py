"""Between the tables of rounds, findings and plan marks and the values of the house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from estatectl.adapters.sqlite.database import Value
from estatectl.adapters.sqlite.rows import instant, maybe_instant, maybe_stamp, stamp
from estatectl.usecases.ports import FindingQuery, FindingRow, PlanMark, RoundQuery, RoundRow

ROUND: Final = (
    "id, programme, subject, department, by, statutory, state, opens, due, closes, done_at, done_by, timeliness, "
    "findings, open_findings, wake_at"
)
FINDING: Final = "id, round, programme, subject, item, kind, severity, at, open, case_id"
MARK: Final = "programme, subject, after, base, wake_at"


def round_values(row: RoundRow) -> tuple[Value, ...]:
    return (
        row.id,
        row.programme,
        row.subject,
        row.department,
        " ".join(row.by),
        int(row.statutory),
        row.state,
        stamp(row.opens),
        stamp(row.due),
        stamp(row.closes),
        maybe_stamp(row.done_at),
        row.done_by,
        row.timeliness,
        row.findings,
        row.open_findings,
        maybe_stamp(row.wake_at),
    )


def round_row(row: Sequence[Any]) -> RoundRow:
    held = dict(zip(ROUND.split(", "), row, strict=True))
    return RoundRow(
        **held
        | {
            "by": tuple(held["by"].split()),
            "statutory": bool(held["statutory"]),
            "opens": instant(held["opens"]),
            "due": instant(held["due"]),
            "closes": instant(held["closes"]),
            "done_at": maybe_instant(held["done_at"]),
            "wake_at": maybe_instant(held["wake_at"]),
        }
    )


def round_search(query: RoundQuery) -> tuple[str, list[Value]]:
    """The statement for a query, and its values."""
    tests: list[str] = []
    values: list[Value] = []
    for name, wanted in (("programme", query.programmes), ("state", query.states)):
        if wanted is not None:
            tests.append(_among(name, wanted))
            values += wanted
    for name, value in (("subject", query.subject), ("department", query.department)):
        if value is not None:
            tests.append(f"{name} = ?")
            values.append(value)
    if query.posts is not None:
        held = " OR ".join("instr(' ' || by || ' ', ?) > 0" for _ in query.posts) or "0"
        tests.append(f"({held})")
        values += [f" {post} " for post in query.posts]
    if query.statutory is not None:
        tests.append(f"statutory = {int(query.statutory)}")
    for test, bound in (
        ("opens <= ?", query.opens_until),
        ("due >= ?", query.due_from),
        ("due < ?", query.due_before),
        ("closes >= ?", query.closes_from),
    ):
        if bound is not None:
            tests.append(test)
            values.append(stamp(bound))
    if query.open_findings:
        tests.append("open_findings > 0")
    order = "due DESC, length(id) DESC, id DESC" if query.newest else "due, length(id), id"
    return _statement(ROUND, "rounds", tests, order, query.limit, values)


def finding_values(row: FindingRow) -> tuple[Value, ...]:
    return (
        row.id, row.round, row.programme, row.subject, row.item, row.kind, row.severity, stamp(row.at),
        int(row.open), row.case,
    )  # fmt: skip


def finding_row(row: Sequence[Any]) -> FindingRow:
    finding, of_round, programme, subject, item, kind, severity, at, is_open, case = row
    return FindingRow(
        id=finding,
        round=of_round,
        programme=programme,
        subject=subject,
        item=item,
        kind=kind,
        severity=severity,
        at=instant(at),
        open=bool(is_open),
        case=case,
    )


def finding_search(query: FindingQuery) -> tuple[str, list[Value]]:
    """The statement for a query, and its values."""
    tests: list[str] = []
    values: list[Value] = []
    for name in ("round", "programme", "subject", "item", "kind"):
        wanted = getattr(query, name)
        if wanted is not None:
            tests.append(f"{name} = ?")
            values.append(wanted)
    if query.case is not None:
        tests.append("case_id = ?")
        values.append(query.case)
    if query.open is not None:
        tests.append(f"open = {int(query.open)}")
    if query.since is not None:
        tests.append("at >= ?")
        values.append(stamp(query.since))
    return _statement(FINDING, "findings", tests, "at DESC, id", query.limit, values)


def mark_values(mark: PlanMark) -> tuple[Value, ...]:
    return mark.programme, mark.subject, stamp(mark.after), maybe_stamp(mark.base), maybe_stamp(mark.wake_at)


def mark_row(row: Sequence[Any]) -> PlanMark:
    programme, subject, after, base, wake_at = row
    return PlanMark(
        programme=programme,
        subject=subject,
        after=instant(after),
        base=maybe_instant(base),
        wake_at=maybe_instant(wake_at),
    )


def _among(name: str, values: Iterable[str]) -> str:
    return f"{name} IN ({', '.join('?' for _ in values)})"


def _statement(
    columns: str, table: str, tests: list[str], order: str, limit: int | None, values: list[Value]
) -> tuple[str, list[Value]]:
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    ending = "" if limit is None else " LIMIT ?"
    return f"SELECT {columns} FROM {table}{where} ORDER BY {order}{ending}", [
        *values,
        *([limit] if limit is not None else []),
    ]
