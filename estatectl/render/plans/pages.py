"""The plan of a case as a page, a measure just recorded, and a plan as policy has it."""

from __future__ import annotations

from collections.abc import Sequence

from estatectl.domain.bundle import Bundle
from estatectl.domain.durations import say_length
from estatectl.domain.plans.plan import Plan
from estatectl.domain.words import Words, same
from estatectl.render.case_pages import heading
from estatectl.render.case_words import listed, post_words
from estatectl.render.page import Block, Cell, Heading, Line, Page, Rule, Table, Toned
from estatectl.render.plans.tables import COLUMNS, GROUPS, plan_blocks, plan_data, plan_table
from estatectl.render.plans.words import plan_words
from estatectl.usecases.plans.listing import PlanRow
from estatectl.usecases.plans.views import PlanView
from estatectl.usecases.viewing import CaseView


def plan_page(bundle: Bundle, view: CaseView) -> Page:
    """The whole plan of a case: what it is for, each measure, and where it is practised."""
    if view.plan is None:
        words = Words(zh="{id} 没有启动预案", en="no plan has been started on {id}").fill(id=view.case.id)
        return Page((heading(view.workflow, view.case), Line(words)), {"id": view.case.id, "plan": None})
    plan = view.plan.plan
    started = Words(zh="预案“{plan}”", en="Plan '{plan}'").fill(plan=plan.title)
    blocks: list[Block] = [heading(view.workflow, view.case), Rule(), Heading(started)]
    blocks.append(plan_table(bundle, view.people, view.plan.measures))
    blocks += [Line(words, "faint") for words in _laws(view.plan)]
    open_ones, late = len(view.plan.open), len(view.plan.late)
    words = Words(zh="待做 {open} 项，超时 {late} 项", en="{open} open, {late} late")
    blocks += [Rule(), Line(words.fill(open=open_ones, late=late), "bad" if late else "plain")]
    return Page(tuple(blocks), {"id": view.case.id, "plan": plan_data(view.plan)})


def _laws(view: PlanView) -> list[Words]:
    words = Words(zh="{n} 法定：{law}", en="{n} by law: {law}")
    return [words.fill(n=each.number, law=each.measure.law) for each in view.measures if each.measure.law]


def measured_page(bundle: Bundle, before: int, view: CaseView) -> Page:
    """A measure just recorded or a line just written, and what the plan still wants."""
    blocks: list[Block] = [heading(view.workflow, view.case)]
    for entry in view.entries[before:]:
        if entry.kind in ("measured", "logged"):
            told = plan_words(bundle, view.workflow, view.people, entry)
            blocks.append(Line(Words(zh="✓ {what}", en="✓ {what}").fill(what=told)))
    for entry in view.entries[before:]:
        if entry.kind == "stopped" and not entry.data["kept"]:
            blocks.append(Line(Words(zh="已超过时限", en="it was late"), "bad"))
    blocks += plan_blocks(bundle, view)
    data = {"id": view.case.id, "plan": None if view.plan is None else plan_data(view.plan)}
    return Page(tuple(blocks), data)


def plans_page(bundle: Bundle, rows: Sequence[PlanRow]) -> Page:
    """All plans with the drills that practise them; one that has a drill and was never drilled stands out."""
    never = Toned(Words(zh="从未", en="never"), "bad")
    shown: list[tuple[Cell, ...]] = []
    for row in rows:
        drills = listed(bundle.programmes[name].title for name in row.plan.drills if name in bundle.programmes)
        drilled: Cell = row.drilled_at or (never if row.plan.drills else None)
        reviewed: Cell = row.reviewed_at or (never if row.plan.review else None)
        shown.append((row.plan.id, row.plan.title, len(row.plan.measures), drills, drilled, reviewed))
    columns = (
        Words(zh="标识", en="id"),
        Words(zh="预案", en="plan"),
        Words(zh="措施", en="measures"),
        Words(zh="演练计划", en="drill"),
        Words(zh="上次演练", en="last drill"),
        Words(zh="上次审阅", en="last review"),
    )
    data = [
        {
            "id": row.plan.id,
            "measures": len(row.plan.measures),
            "drills": list(row.plan.drills),
            "drilled_at": row.drilled_at,
            "reviewed_at": row.reviewed_at,
        }
        for row in rows
    ]
    return Page((Table(columns, tuple(shown), wrap=frozenset({3})),), {"plans": data})


def written_plan_page(bundle: Bundle, plan: Plan) -> Page:
    """A plan as policy has it: measures, limits, posts, law and source."""
    rows: list[tuple[Cell, ...]] = []
    for number, each in enumerate(plan.measures, 1):
        title = Words(
            zh=f"{each.title.zh} {each.phone or ''}".strip(), en=f"{each.title.en} {each.phone or ''}".strip()
        )
        who = listed(post_words(bundle, post) for post in each.by)
        rows.append((number, title, GROUPS[each.group], who, say_length(each.within.elapsed)))
    columns = (*COLUMNS[:2], Words(zh="类别", en="kind"), COLUMNS[2], Words(zh="时限", en="within"))
    blocks: list[Block] = [Heading(plan.title), Table(columns, tuple(rows), wrap=frozenset({1, 3}))]
    laws = [each.law for each in plan.measures if each.law is not None]
    blocks += [Line(Words(zh="法定：{law}", en="by law: {law}").fill(law=law), "faint") for law in laws]
    if plan.source:
        blocks.append(Line(Words(zh="出处：{s}", en="source: {s}").fill(s=same(plan.source)), "faint"))
    return Page(tuple(blocks), {"id": plan.id, "measures": [each.id for each in plan.measures]})
