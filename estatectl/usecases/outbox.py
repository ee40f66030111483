"""Notices put into the outbox again from the entries that tell of them."""

from __future__ import annotations

from estatectl.domain.entries import Entry
from estatectl.usecases.ports import Notice, Unit


def replay_notified(unit: Unit, entry: Entry) -> None:
    """Put the notice of a `notified` entry back into the outbox; erased texts stay empty."""
    data = entry.data
    unit.queue(
        Notice(
            key=str(data["key"]),
            case=entry.stream,
            to_post=_maybe(data["to_post"]),
            to_person=_maybe(data["to_person"]),
            template=str(data["template"]),
            text_zh=_maybe(data["text_zh"]) or "",
            text_en=_maybe(data["text_en"]) or "",
            queued_at=entry.at,
        )
    )


def _maybe(value: object) -> str | None:
    return None if value is None else str(value)
