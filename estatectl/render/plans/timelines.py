"""The timeline of a case: calls, arrivals, measures, notices and moves in the order in which they happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from estatectl.domain.bundle import Bundle
from estatectl.domain.entries import Entry
from estatectl.domain.words import Words, same
from estatectl.render.case_pages import heading
from estatectl.render.case_words import ERASED, listed, person_words, post_words
from estatectl.render.page import Page, Rule, Table
from estatectl.render.timelines import event_words
from estatectl.usecases.viewing import CaseView

_COLUMNS = (
    Words(zh="时间", en="when"),
    Words(zh="记录", en="written"),
    Words(zh="办理人", en="who"),
    Words(zh="事项", en="what"),
)
_TOLD = Words(zh="通知{who}：{text}", en="told {who}: {text}")


def timeline_page(bundle: Bundle, view: CaseView) -> Page:
    """Everything that happened to a case. When a line was written down stands beside it where that was later."""
    told = list(_told(bundle, view))
    zone = bundle.estate.zone
    rows = tuple(
        (
            entry.at,
            entry.recorded_at.astimezone(zone).strftime("%H:%M") if _late(entry) else None,
            person_words(view.people, entry.actor),
            words,
        )
        for entry, words in told
    )
    table = Table(_COLUMNS, rows, wrap=frozenset({3}))
    data = {
        "id": view.case.id,
        "timeline": [
            {"at": e.at, "recorded_at": e.recorded_at, "kind": e.kind, "actor": e.actor, "text": words}
            for e, words in told
        ],
    }
    return Page((heading(view.workflow, view.case), Rule(), table), data)


def _late(entry: Entry) -> bool:
    """Whether a line was written down a minute or more after it happened."""
    return (entry.recorded_at - entry.at).total_seconds() >= 60


def _told(bundle: Bundle, view: CaseView) -> Iterator[tuple[Entry, Words]]:
    entries = sorted(view.entries, key=lambda entry: (entry.at, entry.seq))
    waiting: list[Entry] = []
    for entry in entries:
        if waiting and not _together(waiting[-1], entry):
            yield waiting[0], _notice(bundle, view, waiting)
            waiting = []
        if entry.kind == "notified":
            waiting.append(entry)
            continue
        words = event_words(bundle, view.workflow, view.people, entry)
        if words is not None:
            yield entry, words
    if waiting:
        yield waiting[0], _notice(bundle, view, waiting)


def _together(last: Entry, entry: Entry) -> bool:
    """Whether two notices are one message to several people."""
    if entry.kind != "notified":
        return False
    return (last.at, last.data["template"], last.data["text_zh"]) == (
        entry.at,
        entry.data["template"],
        entry.data["text_zh"],
    )


def _notice(bundle: Bundle, view: CaseView, entries: Sequence[Entry]) -> Words:
    who = [
        person_words(view.people, str(entry.data["to_person"]))
        if entry.data["to_person"]
        else post_words(bundle, str(entry.data["to_post"]))
        for entry in entries
    ]
    data = entries[0].data
    text = ERASED if data["text_zh"] is None else Words(zh=str(data["text_zh"]), en=str(data["text_en"]))
    names = [name or same("") for name in dict.fromkeys(who)]
    return _TOLD.fill(who=listed(names), text=text)
