"""Drafts, cases and notices for the journal tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from estatectl.domain.entries import Draft, Json, Personal
from estatectl.usecases.ports import CaseRow, Notice

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OWNER = "王女士 13800000000"


def draft(stream: str = "R-2026-0001", kind: str = "noted", *, key: str | None = None, **data: Json) -> Draft:
    return Draft(stream=stream, kind=kind, at=NOON, actor="zhang", data=data, key=key)


def opened(stream: str = "R-2026-0001") -> Draft:
    return draft(stream, "opened", owner={"name": Personal(OWNER), "house": "3-1201"}, text=Personal("厨房水管爆了"))


def case(case_id: str, **fields: Any) -> CaseRow:
    plain = CaseRow(id=case_id, workflow="request", stage="new", open=True, opened_at=NOON, changed_at=NOON)
    return replace(plain, **fields)


def notice(key: str, **fields: Any) -> Notice:
    plain = Notice(
        key=key,
        case="R-2026-0001",
        to_post="maintenance_supervisor",
        to_person=None,
        template="escalated",
        text_zh="3-1201 水管爆裂，请立即处理",
        text_en="burst pipe at 3-1201, act now",
        queued_at=NOON,
    )
    return replace(plain, **fields)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)
