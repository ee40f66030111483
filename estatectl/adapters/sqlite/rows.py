"""Between the rows of the file and the values of the house. Instants are UTC ISO text, which sorts as time does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from estatectl.adapters.sqlite.database import Row, Value
from estatectl.domain.chain import Line, mentions_personal, reveal
from estatectl.domain.entries import Entry
from estatectl.domain.staff.people import Shift
from estatectl.usecases.ports import CaseQuery, CaseRow, Notice

LINE: Final = "seq, stream, version, key, at, recorded_at, kind, actor, policy, data, prev, hash"
CASE: Final = (
    "id, workflow, stage, open, opened_at, changed_at, parent, type, urgency, department, handler, household, "
    "location, asset, contact, summary, concepts, next_of, next_clock, next_due, paused, breaches, wake_at"
)
NOTICE: Final = "key, case_id, to_post, to_person, template, text_zh, text_en, queued_at, delivered_at"
NEVER: Final = "~"  # stands after every instant, so that cases without a due time come last by the index alone


def stamp(at: datetime) -> str:
    """An aware instant as stored. `+00:00` and not `Z`, because '+' sorts before '.' and text order is time order."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(UTC).isoformat()


def instant(text: Any) -> datetime:
    return datetime.fromisoformat(text)


def maybe_stamp(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)


def maybe_instant(text: Any) -> datetime | None:
    return None if text is None or text == NEVER else instant(text)


def line(row: Row) -> Line:
    return Line(*row)  # type: ignore[arg-type]


def entry(row: Row, personal: Mapping[str, str | None]) -> Entry:
    held = line(row)
    data = json.loads(held.data)
    return Entry(
        seq=held.seq,
        stream=held.stream,
        version=held.version,
        key=held.key,
        at=instant(held.at),
        recorded_at=instant(held.recorded_at),
        kind=held.kind,
        actor=held.actor,
        policy=held.policy,
        data=reveal(data, personal) if mentions_personal(held.data) else data,  # type: ignore[arg-type]
        prev=held.prev,
        hash=held.hash,
    )


def case_values(case: CaseRow) -> tuple[Value, ...]:
    return (
        case.id,
        case.workflow,
        case.stage,
        int(case.open),
        stamp(case.opened_at),
        stamp(case.changed_at),
        case.parent,
        case.type,
        case.urgency,
        case.department,
        case.handler,
        case.household,
        case.location,
        case.asset,
        case.contact,
        case.summary,
        " ".join(case.concepts),
        case.next_of,
        case.next_clock,
        maybe_stamp(case.next_due) or NEVER,
        int(case.paused),
        case.breaches,
        maybe_stamp(case.wake_at),
    )


def case_row(row: Sequence[Any]) -> CaseRow:
    names = CASE.split(", ")
    held = dict(zip(names, row, strict=True))
    return CaseRow(
        **held
        | {
            "open": bool(held["open"]),
            "paused": bool(held["paused"]),
            "opened_at": instant(held["opened_at"]),
            "changed_at": instant(held["changed_at"]),
            "concepts": tuple(held["concepts"].split()),
            "next_due": maybe_instant(held["next_due"]),
            "wake_at": maybe_instant(held["wake_at"]),
        }
    )


_EQUAL: Final = (
    "workflow",
    "stage",
    "type",
    "urgency",
    "department",
    "handler",
    "parent",
    "household",
    "location",
    "asset",
)


def case_search(query: CaseQuery) -> tuple[str, list[Value]]:
    """The statement for a query, and its values."""
    tests: list[str] = []
    values: list[Value] = []
    if query.open is not None:
        tests.append(f"open = {int(query.open)}")  # written out: partial indexes serve only a literal
    for name in _EQUAL:
        wanted = getattr(query, name)
        if wanted is not None:
            tests.append(f"{name} = ?")
            values.append(wanted)
    for test, bound in (
        ("opened_at >= ?", query.opened_from),
        ("opened_at < ?", query.opened_before),
        ("next_due < ?", query.due_before),
    ):
        if bound is not None:
            tests.append(test)
            values.append(stamp(bound))
    if query.concept is not None:
        since = stamp(query.opened_from) if query.opened_from else ""
        tests.append("id IN (SELECT case_id FROM case_concepts WHERE concept = ? AND opened_at >= ?)")
        values += [query.concept, since]
    if query.key is not None:
        tests.append("id IN (SELECT case_id FROM case_keys WHERE field = ? AND value = ?)")
        values += query.key
    if query.text is not None:
        tests.append("instr(lower(id || ' ' || summary || ' ' || coalesce(location, '') || ' ' || "
                     "coalesce(household, '') || ' ' || coalesce(contact, '')), ?) > 0")  # fmt: skip
        values.append(query.text.lower())
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    order = "length(id), id" if query.by_id else "opened_at DESC, id" if query.newest else "next_due, id"
    limit = ""
    if query.limit is not None:
        limit = " LIMIT ?"
        values.append(query.limit)
    return f"SELECT {CASE} FROM cases{where} ORDER BY {order}{limit}", values


def shift_row(row: Sequence[Any]) -> Shift:
    person, post, starts, ends = row
    return Shift(person, post, instant(starts), instant(ends))


def notice_values(notice: Notice) -> tuple[Value, ...]:
    return (
        notice.key,
        notice.case,
        notice.to_post,
        notice.to_person,
        notice.template,
        notice.text_zh,
        notice.text_en,
        stamp(notice.queued_at),
        maybe_stamp(notice.delivered_at),
    )


def notice_row(row: Sequence[Any]) -> Notice:
    key, case, to_post, to_person, template, text_zh, text_en, queued_at, delivered_at = row
    return Notice(
        key=key,
        case=case,
        to_post=to_post,
        to_person=to_person,
        template=template,
        text_zh=text_zh,
        text_en=text_en,
        queued_at=instant(queued_at),
        delivered_at=maybe_instant(delivered_at),
    )
