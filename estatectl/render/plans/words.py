"""What the entries of a plan and a log tell a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.entries import Entry
from estatectl.domain.plans.plan import MEASURE
from estatectl.domain.plans.running import measure_clocks
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.render.case_words import ERASED, person_words

_PLANNED = Words(zh="启动预案“{plan}”", en="started the plan '{plan}'")
_DONE = Words(zh="措施“{measure}”已做", en="measure taken: {measure}")
_SKIPPED = Words(zh="措施“{measure}”免做", en="measure not called for: {measure}")
_BY = Words(zh="（{who}）", en=" ({who})")


def clock_named(bundle: Bundle, workflow: Workflow, clock_id: str) -> Words:
    """A clock's name for people: one of the workflow, or a measure; its id where the policies lack it by now."""
    known = next((clock for clock in workflow.clocks if clock.id == clock_id), None)
    if known is None and clock_id.startswith(MEASURE):
        known = next((clock for clock in measure_clocks(bundle) if clock.id == clock_id), None)
    return same(clock_id) if known is None else known.title


def plan_words(bundle: Bundle, workflow: Workflow, people: Sequence[Person], entry: Entry) -> Words:
    """A plan begun, a measure recorded, or a line of the log."""
    data: Mapping[str, Any] = entry.data
    if entry.kind == "planned":
        plan = bundle.plans.get(data["plan"])
        return _PLANNED.fill(plan=plan.title if plan else data["plan"])
    if entry.kind == "logged":
        return _log_words(workflow, data)
    title = measure_title(bundle, data["plan"], data["measure"])
    done = (_SKIPPED if data["outcome"] == "skipped" else _DONE).fill(measure=title)
    who = person_words(people, data["by"]) if data["by"] != entry.actor else None
    said = [_BY.fill(who=who)] if who else []
    said += [_after(data[name]) for name in ("note", "reason") if name in data]
    said += [_after(data["evidence"])] if data.get("evidence") else []
    return _joined([done, *said])


def measure_title(bundle: Bundle, plan_id: str, measure_id: str) -> Words:
    """A measure's name for people; its id where the policies lack it by now."""
    plan = bundle.plans.get(plan_id)
    found = next((each for each in plan.measures if each.id == measure_id), None) if plan else None
    return found.title if found else same(measure_id)


def _log_words(workflow: Workflow, data: Mapping[str, Any]) -> Words:
    titles = workflow.logs.kinds if workflow.logs else {}
    kind = titles.get(data["what"], same(data["what"]))
    who = [_BY.fill(who=ERASED if data["who"] is None else data["who"])] if "who" in data else []
    return _joined([Words(zh=f"【{kind.zh}】", en=f"[{kind.en}] "), _plain(data["text"]), *who])


def _after(text: str | None) -> Words:
    said = _plain(text)
    return Words(zh=f"　{said.zh}", en=f"  {said.en}")


def _plain(text: str | None) -> Words:
    return ERASED if text is None else same(text)


def _joined(parts: Sequence[Words]) -> Words:
    return Words(zh="".join(each.zh for each in parts), en="".join(each.en for each in parts))
