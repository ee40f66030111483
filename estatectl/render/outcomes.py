"""What a command did to cases: the new one with what was understood, or the step just made, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clocks import Verdict
from estatectl.domain.entries import Entry
from estatectl.domain.plans.plan import MEASURE
from estatectl.domain.rules.correlations import Relation
from estatectl.domain.words import Words, same
from estatectl.render.case_pages import case_data, heading
from estatectl.render.case_words import listed, person_words, value_words
from estatectl.render.gate.found import looked_up_lines
from estatectl.render.page import Block, Hint, Line, Page, Rule
from estatectl.render.plans.tables import plan_blocks
from estatectl.render.plans.words import clock_named
from estatectl.render.timelines import event_words
from estatectl.usecases.following import Begun
from estatectl.usecases.rows import about
from estatectl.usecases.viewing import CaseView


def opened_page(bundle: Bundle, view: CaseView, begun: Begun) -> Page:
    """A case just opened: how it was classified, who has it, what is promised by when."""
    case, workflow = view.case, view.workflow
    blocks: list[Block] = [heading(workflow, case), *_about(bundle, view), *_place(bundle, view)]
    blocks += looked_up_lines(bundle, view, view.entries)
    if not case.sure:
        blocks.append(Line(_UNSURE.fill(command=_command(view, "reclassifies")), "soon"))
    blocks += [Line(words, "soon") for words in _relations(bundle, view, begun)]
    blocks += [Line(_below(bundle, child.workflow, child.id, child.department)) for child in view.children]
    blocks += [Line(words, "bad") for words in _told(view, view.told)]
    blocks += [*_running(bundle, view), *plan_blocks(bundle, view), Rule(), _next(view)]
    related = [
        {
            "correlation": name,
            "rule": each.rule,
            "yields": each.yields,
            "others": list(each.others),
            "count": each.count,
        }
        for name, each in begun.related
    ]
    return Page(tuple(blocks), {"case": case_data(view), "related": related}, problems=view.uncountable)


def moved_page(bundle: Bundle, before: Case, view: CaseView, opened: Sequence[Case]) -> Page:
    """A step just made: where the case stands now, and what followed."""
    blocks: list[Block] = [heading(view.workflow, view.case)]
    news = view.entries[before.version :]
    for entry in news:
        if entry.kind == "linked" and entry.data["relation"] == "child":
            continue  # told below, with its department
        words = event_words(bundle, view.workflow, view.people, entry)
        if words is not None:
            blocks.append(Line(Words(zh="✓ {what}", en="✓ {what}").fill(what=words)))
    blocks += looked_up_lines(bundle, view, news)
    for case in opened:
        blocks.append(Line(_below(bundle, case.workflow, case.id, case.text("department"))))
    blocks += [Line(words) for words in _told(view, _told_now(news))]
    blocks += [Line(words) for words in _stopped(bundle, view, before)]
    blocks += [*_running(bundle, view), Rule(), _next(view)]
    return Page(
        tuple(blocks), {"case": case_data(view), "opened": [case.id for case in opened]}, problems=view.uncountable
    )


def _place(bundle: Bundle, view: CaseView) -> list[Line]:
    """Where it is, as far as the address was understood: a slip of the pen is seen while the owner is on the line."""
    case, site = view.case, bundle.site
    if view.workflow.locates is None or case.text(view.workflow.locates) is None:
        return []
    common = site.zone(case.text("location") or "") or site.building(case.text("location") or "")
    asset = site.asset(case.text("asset") or "")
    home = case.text("household")
    found = [same(home)] if home else [common.title] if common else []
    found += [asset.title] if asset else []
    if not found:
        words = Words(
            zh="位置：没有认出“{said}”，请核对地址", en="place: '{said}' is not known here; check the address"
        )
        return [Line(words.fill(said=case.text(view.workflow.locates)), "soon")]
    return [Line(Words(zh="位置：{place}", en="place: {place}").fill(place=listed(found)))]


def _running(bundle: Bundle, view: CaseView) -> list[Line]:
    """The promises that run now, on one line: somebody on the telephone reads no table."""
    zone = bundle.estate.zone
    due = [
        (_LATE_BY if state.verdict is Verdict.BREACHED else _DUE_BY).fill(
            clock=state.spec.title, at=state.next_due.astimezone(zone).strftime("%m-%d %H:%M")
        )
        for state in sorted(view.states, key=lambda state: (state.next_due is None, state.next_due))
        if state.next_due is not None and not state.spec.id.startswith(MEASURE)
    ]
    return [Line(Words(zh="时限：{list}", en="due: {list}").fill(list=listed(due)))] if due else []


_DUE_BY = Words(zh="{clock} {at} 前", en="{clock} by {at}")
_LATE_BY = Words(zh="{clock} 已超时（应在 {at} 前）", en="{clock} late (was due {at})")


def _about(bundle: Bundle, view: CaseView) -> list[Line]:
    """How it was classified; where nothing is, what it is about."""
    words = _classified(bundle, view)
    if not words.zh and view.workflow.summary:
        words = same(about(view.workflow, view.case))
    return [Line(words)] if words.zh else []


def _classified(bundle: Bundle, view: CaseView) -> Words:
    case, workflow = view.case, view.workflow
    names = [name for name in ("type", "urgency", "grade", "departments") if case.values.get(name)]
    said = [
        Words(zh="{t}：{v}", en="{t}: {v}").fill(
            t=workflow.fields[name].title, v=value_words(bundle, workflow, name, case.values[name])
        )
        for name in names
    ]
    return Words(zh="，".join(each.zh for each in said), en=", ".join(each.en for each in said))


_UNSURE = Words(
    zh="没有把握，请确认分类：{command} --type … --urgency … --department … --reason …",
    en="not sure; please confirm: {command} --type … --urgency … --department … --reason …",
)
_REPEAT = Words(
    zh="疑似重复：{others}（{why}）。是同一件就并单：{command} --into {first}",
    en="likely a repeat of {others}: {why}; if so: {command} --into {first}",
)
_OUTAGE = Words(
    zh="疑似大面积故障：{count} 户（{why}），另见 {others}",
    en="possibly a mass outage: {count} homes, {why}; see {others}",
)


def _relations(bundle: Bundle, view: CaseView, begun: Begun) -> list[Words]:
    """Each rule once, with the latest few of the cases that it found."""
    found: dict[tuple[str, str], list[Relation]] = {}
    for name, relation in begun.related:
        found.setdefault((name, relation.rule), []).append(relation)
    told = []
    for (name, rule_id), relations in found.items():
        others = sorted({other for each in relations for other in each.others}, key=_number, reverse=True)
        shown = Words(zh="、".join(others[:_FEW]), en=", ".join(others[:_FEW]))
        if len(others) > _FEW:
            shown = Words(zh="{shown} 等 {n} 件", en="{shown} and more, {n} in all").fill(shown=shown, n=len(others))
        rule = bundle.correlations[name].rule(rule_id)
        template = _OUTAGE if relations[0].yields == "outage" else _REPEAT
        count = max(each.count for each in relations)
        why = rule.because if rule else same(rule_id)
        merge = _command(view, "merges")
        told.append(template.fill(others=shown, count=count, why=why, command=merge, first=others[-1]))
    return told


_FEW = 5


def _number(case_id: str) -> int:
    return int(case_id.rpartition("-")[2])


def _below(bundle: Bundle, workflow: str, case_id: str, department: str | None) -> Words:
    """A case that was opened because of this one, and the department that has it."""
    opened = bundle.workflows[workflow]
    words = Words(zh="已开{kind} {id}", en="{kind} {id} opened")
    if department is not None:
        words = Words(zh="已派{kind} {id} 给{department}", en="{kind} {id} issued to {department}")
    return words.fill(
        kind=Words(zh=opened.title.zh, en=opened.noun.replace("_", "-")),
        id=case_id,
        department=value_words(bundle, opened, "department", department),
    )


def _told_now(news: Sequence[Entry]) -> tuple[str, ...]:
    """Whom a step told."""
    people = (entry.data.get("to_person") for entry in news if entry.kind == "notified")
    return tuple(dict.fromkeys(str(person) for person in people if person is not None))


def _told(view: CaseView, told: Sequence[str]) -> list[Words]:
    """Who has been told, by name."""
    names = [person_words(view.people, each) or same(each) for each in told]
    return [Words(zh="已通知：{who}", en="told: {who}").fill(who=listed(names))] if names else []


def _stopped(bundle: Bundle, view: CaseView, before: Case) -> list[Words]:
    """The verdicts of clocks that this step stopped."""
    news = [entry.data for entry in view.entries[before.version :] if entry.kind == "stopped"]
    cancelled = {(data["clock"], data["run"]) for data in news if data["verdict"] == "cancelled"}
    told = []
    for settled in view.case.settled[len(before.settled) :]:
        if (settled.clock, settled.run) in cancelled:
            continue
        title = clock_named(bundle, view.workflow, settled.clock)
        words = Words(zh="“{clock}”按时完成", en="'{clock}' kept") if settled.kept else _LATE
        told.append(words.fill(clock=title))
    return told


_LATE = Words(zh="“{clock}”超时完成", en="'{clock}' was late")


def _command(view: CaseView, power: str) -> Words:
    """The command of the person's move that has a power (`reclassifies`, `merges`), as one types it."""
    workflow = view.workflow
    move = next(each for each in workflow.moves if getattr(each, power) and each.by != ("system",))
    noun, verb = (workflow.aliases or (workflow.noun,))[0], (move.aliases or (move.id,))[0]
    return Words(zh=f"estatectl {noun} {verb} {view.case.id}", en=f"estatectl {workflow.noun} {move.id} {view.case.id}")


def _next(view: CaseView) -> Hint:
    words = Words(
        zh="下一步可办：" + "、".join(f"{move.aliases[0] if move.aliases else move.id}" for move in view.moves),
        en="next: " + ", ".join(move.id for move in view.moves),
    )
    if view.moves:
        return Hint(words)
    if view.workflow.stage(view.case.stage).final:
        return Hint(Words(zh="已办结", en="closed"))
    return Hint(Words(zh="这里暂无可办，等其他环节", en="nothing to do here now: the next step comes from elsewhere"))


def acknowledged_page(case: Case) -> Page:
    """An escalation taken in hand."""
    words = Words(zh="已确认 {id}，升级停止", en="{id} acknowledged; the escalation stops").fill(id=case.id)
    return Page((Line(words, "good"),), {"id": case.id, "acknowledged": True})
