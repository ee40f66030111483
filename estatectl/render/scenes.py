"""Floor 3: a played scenario as lines: a request that came in, an escalation that the clock sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.case import Case
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.entries import Entry
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Lang, Words, same
from estatectl.render.case_words import listed, value_words
from estatectl.render.page import Line
from estatectl.render.timelines import event_words
from estatectl.render.widths import clip, pad
from estatectl.usecases.rows import summary

_COLUMNS = 100
"""A request takes one line, whatever its length."""

_REPEAT = Words(zh="［疑似重复］", en="[a repeat?] ")
_OUTAGE = Words(zh="［疑似大面积故障］", en="[a mass outage?] ")
_UNSURE = Words(zh="［待人工分类］", en="[not sure] ")


def opened_line(bundle: Bundle, case: Case) -> Line:
    """A request in one line: when, which, what it was taken for, where, and the owner's words."""
    zh, en = (_opened(bundle, case, lang) for lang in ("zh", "en"))
    return Line(Words(zh=zh, en=en), "bad" if case.text("urgency") == "emergency" else "plain")


def _opened(bundle: Bundle, case: Case, lang: Lang) -> str:
    workflow = bundle.workflows[case.workflow]

    def said(name: str) -> str:
        return value_words(bundle, workflow, name, case.values[name]).of(lang) if name in case.values else "-"

    columns = (8, 6, 20) if lang == "zh" else (12, 9, 22)
    kinds = "".join(pad(said(name), wide) + " " for name, wide in zip(_KINDS, columns, strict=True))
    doubts = [words.of(lang) for words, so in _doubts(case) if so]
    text = "".join(doubts) + summary(case.text(workflow.understands or "") or "")
    return clip(f"{_clock(case, bundle.estate.zone)}  {pad(case.id, 5)} {kinds}{text}", _COLUMNS)


_KINDS = ("type", "urgency", "departments")


def _doubts(case: Case) -> tuple[tuple[Words, bool], ...]:
    repeat, outage = case.values.get("repeat") is True, case.values.get("outage") is True
    return (_REPEAT, repeat), (_OUTAGE, outage), (_UNSURE, not case.sure)


def _clock(case: Case, zone: tzinfo) -> str:
    return f"{case.opened_at.astimezone(zone):%H:%M}"


def escalation_lines(bundle: Bundle, entries: Iterable[Entry], people: Sequence[Person]) -> Iterator[Line]:
    """What the clock sent to somebody who must acknowledge, with the people whom it reached; warnings are left out."""
    told = list(entries)
    for number, entry in enumerate(told):
        if entry.kind != "escalated" or entry.data["fate"] != "send" or not entry.data["acknowledge"]:
            continue
        workflow = _workflow(bundle, entry.stream)
        what = event_words(bundle, workflow, people, entry) if workflow else None
        if what is not None:
            at = f"{entry.at.astimezone(bundle.estate.zone):%H:%M}"
            words = Words(zh="{at}  ↑ {id} {what}（{who}）", en="{at}  ↑ {id} {what} ({who})")
            yield Line(words.fill(at=at, id=entry.stream, what=what, who=_reached(told[number + 1 :], people)), "soon")


def _workflow(bundle: Bundle, case_id: str) -> Workflow | None:
    series = case_id.partition("-")[0]
    return next((each for each in bundle.workflows.values() if each.series == series), None)


def _reached(following: Sequence[Entry], people: Sequence[Person]) -> Words:
    """The people of the notices that follow an escalation in the journal."""
    names = {person.id: person.name for person in people}
    reached: list[str] = []
    for entry in following:
        if entry.kind != "notified":
            break
        to = entry.data["to_person"] or entry.data["to_post"]
        reached.append(names.get(str(to), str(to)))
    return listed(same(name) for name in dict.fromkeys(reached))
