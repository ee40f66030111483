"""What happened to a case, told line by line from its entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.entries import Entry
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.render.case_words import brief, listed, person_words, post_words, value_words
from estatectl.render.page import Table
from estatectl.render.plans.words import clock_named, plan_words
from estatectl.usecases.viewing import CaseView

_EVENTS = (Words(zh="时间", en="when"), Words(zh="办理人", en="who"), Words(zh="事项", en="what"))


def timeline(bundle: Bundle, view: CaseView) -> Table:
    """What happened to a case, in order."""
    rows = []
    for entry in sorted(view.entries, key=lambda entry: entry.at):
        what = event_words(bundle, view.workflow, view.people, entry)
        if what is not None:
            rows.append((entry.at, person_words(view.people, entry.actor), what))
    return Table(_EVENTS, tuple(rows), wrap=frozenset({2}))


def event_words(bundle: Bundle, workflow: Workflow, people: Sequence[Person], entry: Entry) -> Words | None:
    """What an entry tells a person; None for those that only keep evidence."""
    data: Mapping[str, Any] = entry.data
    match entry.kind:
        case "opened":
            return _opened_words(workflow, data)
        case "moved":
            return _move_words(bundle, workflow, people, data)
        case "paused":
            return Words(zh="计时暂停", en="the clock is paused")
        case "resumed":
            return Words(zh="计时恢复", en="the clock runs again")
        case "breached":
            return Words(zh="“{clock}”超时", en="'{clock}' is late").fill(clock=_clock(bundle, workflow, data))
        case "escalated":
            return _step_words(bundle, workflow, data)
        case "planned" | "measured" | "logged":
            return plan_words(bundle, workflow, people, entry)
        case "acknowledged":
            return Words(zh="已确认升级，接手处理", en="acknowledged and took it in hand")
        case "linked":
            return Words(zh="关联 {other}", en="linked with {other}").fill(other=data["other"])
        case "related":
            return Words(zh="可能与 {others} 有关", en="may belong with {others}").fill(
                others=", ".join(data["others"])
            )
        case _:
            return None


def _opened_words(workflow: Workflow, data: Mapping[str, Any]) -> Words:
    """An imported case says where it came from: nobody here took that call."""
    source = data.get("imported")
    if not source:
        return workflow.opening.title
    words = Words(zh="由 {by} 从 {file} 第 {row} 行导入", en="imported by {by} from {file}, row {row}")
    return words.fill(by=source["by"], file=source["file"], row=source["row"])


def _move_words(bundle: Bundle, workflow: Workflow, people: Sequence[Person], data: Mapping[str, Any]) -> Words:
    move = workflow.move(data["move"])
    title = move.title if move else same(data["move"])
    said = []
    for name, value in (data.get("values") or {}).items():
        if move is not None and name in move.sets:
            continue
        known = workflow.fields.get(name)
        shown = tuple(value) if isinstance(value, list) else value
        words = brief(value_words(bundle, workflow, name, shown))
        if known is not None and known.kind is FieldKind.PERSON and isinstance(value, str):
            words = person_words(people, value) or words
        said.append(
            Words(
                zh=f"{known.title.zh if known else name}：{words.zh}",
                en=f"{known.title.en if known else name}: {words.en}",
            )
        )
    if data.get("override"):
        said.append(Words(zh="越权办理，理由：{why}", en="overridden: {why}").fill(why=data["override"]))
    joined = Words(zh="；".join(each.zh for each in said), en="; ".join(each.en for each in said))
    return Words(zh="{title}　{said}", en="{title}  {said}").fill(title=title, said=joined) if said else title


def _step_words(bundle: Bundle, workflow: Workflow, data: Mapping[str, Any]) -> Words:
    posts = listed(post_words(bundle, post) for post in data["tell"])
    why = data.get("why") or {"zh": "", "en": ""}
    templates = {
        "send": Words(zh="“{clock}”升级，已通知{posts}", en="'{clock}' escalated: told {posts}"),
        "skipped": Words(zh="“{clock}”升级，跳过{posts}：{why}", en="'{clock}' escalated: skipped {posts}, {why}"),
        "missed": Words(zh="“{clock}”升级未发给{posts}：{why}", en="'{clock}' escalation to {posts} not sent: {why}"),
    }
    reason = Words(zh=why["zh"], en=why["en"])
    return templates[data["fate"]].fill(clock=_clock(bundle, workflow, data), posts=posts, why=reason)


def _clock(bundle: Bundle, workflow: Workflow, data: Mapping[str, Any]) -> Words:
    """The clock that an entry speaks of: one of the workflow, or a measure of a plan."""
    return clock_named(bundle, workflow, str(data["clock"]))
