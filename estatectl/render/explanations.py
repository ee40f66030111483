"""Why a case stands as it does, told to a manager: words, rules with their places, time counted, who hears next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from estatectl.domain.bundle import Bundle
from estatectl.domain.calendars.arithmetic import Stretch
from estatectl.domain.cases.clocks import Target, Unit
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.durations import say_length
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed, person_words, post_words, value_words
from estatectl.render.clock_tables import VERDICTS
from estatectl.render.page import Block, Cell, Heading, Line, Page, Rule, Table
from estatectl.usecases.explaining import Correction, Explanation, Reason, RunTold

_UNITS = {
    Unit.ELAPSED: Words(zh="昼夜连续计时", en="counted round the clock"),
    Unit.BUSINESS: Words(zh="只计“{calendar}”", en="counted in '{calendar}'"),
    Unit.WORKING_DAYS: Words(zh="按“{calendar}”的工作日计", en="counted in working days of '{calendar}'"),
}
_MEANINGS = {
    "asserted": Words(zh="确有", en="it is so"),
    "past": Words(zh="过去的事", en="in the past"),
    "supposed": Words(zh="假设或担心", en="supposed"),
    "denied": Words(zh="被否定", en="denied"),
}


def explanation_page(bundle: Bundle, found: Explanation, people: Sequence[Person], now: datetime) -> Page:
    """The whole explanation; `now` decides which steps are still to come."""
    workflow = bundle.workflows[found.case.workflow]
    blocks: list[Block] = [
        Heading(Words(zh="{id} 为什么这样处理", en="Why {id} stands as it does").fill(id=found.case.id))
    ]
    if found.said:
        blocks += [Rule(), Heading(Words(zh="听懂了什么", en="What was understood")), _said_table(found)]
    if found.reasons:
        blocks += [Rule(), Heading(Words(zh="怎样判定", en="What was decided, and by which rule"))]
    for before, reason in zip((None, *found.reasons), found.reasons, strict=False):
        if before is None or (before.table, before.at, before.outcome) != (reason.table, reason.at, reason.outcome):
            blocks.append(Line(_outcome(bundle, workflow, reason)))
        blocks.append(Line(_source(reason), "faint", indent=4))
    for correction in found.corrections:
        blocks += _correction_lines(bundle, workflow, correction, people)
    for entry in found.related:
        if entry.kind == "related":
            others = ", ".join(entry.data["others"])  # type: ignore[arg-type]
            words = Words(zh="关联规则 {rule}：可能与 {others} 有关", en="correlation {rule}: may belong with {others}")
            blocks.append(Line(words.fill(rule=entry.data["rule"], others=others)))
    for told in found.runs:
        blocks += [Rule(), *_run_blocks(bundle, told, now)]
    versions = Words(zh="细则版本 {list}", en="policies {list}").fill(list=", ".join(d[:12] for d in found.policies))
    blocks += [Rule(), Line(versions, "faint")]
    return Page(tuple(blocks), _data(found))


def _said_table(found: Explanation) -> Table:
    columns = (Words(zh="原话", en="in their words"), Words(zh="含义", en="meaning"), Words(zh="语气", en="said as"))
    rows: list[tuple[Cell, ...]] = [
        (said.word or Words(zh="（已清除）", en="(erased)"), said.title, _MEANINGS[said.meaning]) for said in found.said
    ]
    return Table(columns, tuple(dict.fromkeys(rows)))


def _outcome(bundle: Bundle, workflow: Workflow, reason: Reason) -> Words:
    """What a table concluded."""
    outcome = [
        Words(zh="{n}＝{v}", en="{n} = {v}").fill(n=_name(workflow, name), v=_value(bundle, workflow, name, value))
        for name, value in reason.outcome.items()
    ]
    doubt = Words(zh="（没有把握）", en=" (not sure)") if not reason.sure else same("")
    words = Words(zh="{title}：{outcome}{doubt}", en="{title}: {outcome}{doubt}")
    joined = Words(zh="，".join(each.zh for each in outcome), en="; ".join(each.en for each in outcome))
    return words.fill(title=reason.title, outcome=joined, doubt=doubt)


def _source(reason: Reason) -> Words:
    """The rule with its place, clauses and reason."""
    place = f"{reason.file}:{reason.line}" if reason.file else "?"
    words = Words(
        zh="规则 {rule}（{place}，条款 {clauses}）：{because}", en="rule {rule} ({place}, clauses {clauses}): {because}"
    )
    return words.fill(rule=reason.rule, place=place, clauses=" ".join(reason.clauses) or "-", because=reason.because)


def _correction_lines(
    bundle: Bundle, workflow: Workflow, correction: Correction, people: Sequence[Person]
) -> list[Block]:
    said = [
        Words(zh="{n}＝{v}", en="{n} = {v}").fill(n=_name(workflow, name), v=_value(bundle, workflow, name, value))
        for name, value in correction.values.items()
    ]
    if correction.override:
        said.append(Words(zh="越权理由：{why}", en="overridden: {why}").fill(why=correction.override))
    move = workflow.move(correction.move)
    words = Words(zh="{who} 人工{move}：{said}", en="{who}, {move}: {said}")
    who = person_words(people, correction.actor) or same("")
    return [Line(words.fill(who=who, move=move.title if move else correction.move, said=listed(said)), "strong")]


def _run_blocks(bundle: Bundle, told: RunTold, now: datetime) -> list[Block]:
    run = told.run
    number = Words(zh="（第 {n} 次）", en=" (run {n})").fill(n=run.number) if run.number > 1 else same("")
    title = Words(zh="时限“{clock}”{number}：{verdict}", en="Clock '{clock}'{number}: {verdict}")
    blocks: list[Block] = [Heading(title.fill(clock=told.clock.title, number=number, verdict=VERDICTS[run.verdict]))]
    blocks.append(Line(_limit(bundle, told)))
    blocks += [Line(_source(reason), "faint", indent=4) for reason in told.reasons]
    columns = (
        Words(zh="从", en="from"),
        Words(zh="到", en="to"),
        Words(zh="计入", en="counts"),
        Words(zh="说明", en="why"),
    )
    rows: list[tuple[Cell, ...]] = [
        (each.start, each.end, each.end - each.start if each.counted else Words(zh="不计", en="no"), each.why)
        for each in _joined(told.stretches)
    ]
    blocks.append(Table(columns, tuple(rows), empty=Words(zh="（没有计入的时间）", en="(no time to count)")))
    if run.due_at is None:
        blocks.append(
            Line(Words(zh="暂停中，恢复后才知道到期时间", en="paused: the due time is known once it goes on"))
        )
    coming = [step for step in told.coming if step.at > now] or list(told.coming[:1])
    if coming and not run.ended:
        step = coming[0]
        at = step.at.astimezone(bundle.estate.zone).strftime("%m-%d %H:%M")
        posts = listed(post_words(bundle, post) for post in step.tell)
        words = Words(zh="若仍未完成，{at} 通知{posts}", en="if it is not done, {posts} will be told at {at}")
        blocks.append(Line(words.fill(at=at, posts=posts), "soon"))
    return blocks


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Stretches with those that did not count in a row made one: from the first to the last, with every reason once."""
    joined: list[Stretch] = []
    for counted, group in groupby(stretches, key=lambda each: each.counted):
        row = list(group)
        why = listed(dict.fromkeys(each.why for each in row))
        joined += row if counted else [Stretch(row[0].start, row[-1].end, False, why)]
    return joined


def _limit(bundle: Bundle, told: RunTold) -> Words:
    """How long there is, or by when it is promised."""
    target = told.run.target
    if target.until is not None:
        at = target.until.astimezone(bundle.estate.zone).strftime("%Y-%m-%d %H:%M")
        return Words(zh="限 {at} 前（{why}）", en="by {at} ({why})").fill(at=at, why=target.because)
    how = _UNITS[target.unit].fill(calendar=told.calendar)
    return Words(zh="限{within}，{how}", en="within {within}, {how}").fill(within=_within(target), how=how)


def _within(target: Target) -> Words:
    """A limit in words."""
    if target.unit is Unit.WORKING_DAYS:
        return Words(zh="{n}个工作日", en="{n} working days").fill(n=target.within.days)
    return say_length(target.within.elapsed)


def _name(workflow: Workflow, name: str) -> Words:
    return workflow.fields[name].title if name in workflow.fields else same(name)


def _value(bundle: Bundle, workflow: Workflow, name: str, value: object) -> Words:
    if isinstance(value, list):
        return value_words(bundle, workflow, name, tuple(value))
    return value_words(bundle, workflow, name, value if isinstance(value, str | bool) else str(value))


def _data(found: Explanation) -> dict[str, object]:
    return {
        "id": found.case.id,
        "understood": [{"concept": said.concept, "word": said.word, "meaning": said.meaning} for said in found.said],
        "decisions": [_reason_data(reason) for reason in found.reasons],
        "corrections": [
            {"move": c.move, "actor": c.actor, "at": c.at, "values": dict(c.values), "override": c.override}
            for c in found.corrections
        ],
        "related": [dict(entry.data) for entry in found.related],
        "clocks": [_run_data(told) for told in found.runs],
        "policies": list(found.policies),
    }


def _reason_data(reason: Reason) -> dict[str, object]:
    return {
        "table": reason.table,
        "rule": reason.rule,
        "file": reason.file,
        "line": reason.line,
        "clauses": list(reason.clauses),
        "because": reason.because,
        "outcome": dict(reason.outcome),
        "facts": dict(reason.facts),
        "sure": reason.sure,
        "engine": reason.engine,
    }


def _run_data(told: RunTold) -> dict[str, object]:
    return {
        "clock": told.clock.id,
        "run": told.run.number,
        "within": str(told.run.target.within),
        "unit": told.run.target.unit.value,
        "calendar": told.run.target.calendar,
        "started_at": told.run.started_at,
        "due_at": told.run.due_at,
        "stopped_at": told.run.stopped_at,
        "verdict": told.run.verdict.value,
        "rules": [_reason_data(reason) for reason in told.reasons],
        "stretches": [_stretch_data(each) for each in told.stretches],
        "next": [{"at": step.at, "tell": list(step.tell)} for step in told.coming],
    }


def _stretch_data(stretch: Stretch) -> dict[str, object]:
    return {"start": stretch.start, "end": stretch.end, "counted": stretch.counted, "why": stretch.why}
