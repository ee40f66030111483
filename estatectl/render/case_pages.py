"""One case as people see it: what it is, how its clocks stand, what happened, what can be done next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.case import Case
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.checklists.items import Item
from estatectl.domain.plans.plan import MEASURE
from estatectl.domain.words import Words
from estatectl.render.boards import row_data
from estatectl.render.case_words import listed, person_words, value_words
from estatectl.render.clock_tables import clock_table, run_data
from estatectl.render.page import Block, Cell, Due, Heading, Hint, Line, Page, Pairs, Rule, Table
from estatectl.render.plans.tables import plan_blocks, plan_data
from estatectl.render.stock.pages import material_data, materials_table
from estatectl.render.timelines import timeline
from estatectl.usecases.ports import CaseRow
from estatectl.usecases.viewing import CaseView


def case_page(bundle: Bundle, view: CaseView) -> Page:
    """The whole of a case."""
    case, workflow = view.case, view.workflow
    blocks: list[Block] = [heading(workflow, case), Pairs(tuple(_pairs(bundle, view)))]
    own = [state for state in view.states if not state.spec.id.startswith(MEASURE)]
    if own:
        blocks += [Rule(), clock_table(own)]
    blocks += plan_blocks(bundle, view)
    blocks += _to_bring(bundle, view)
    if view.children:
        blocks += [Rule(), Heading(_below(bundle, view)), _orders(bundle, view)]
    if view.materials:
        blocks += [Rule(), Heading(Words(zh="用料", en="Materials")), materials_table(view.materials)]
    for title, rows in (
        (Words(zh="同一设备以往记录", en="Earlier on the same asset"), view.asset_history),
        (Words(zh="同一住户以往类似记录", en="Earlier and similar in the same home"), view.similar),
    ):
        if rows:
            blocks += [Rule(), Heading(title), _history(bundle, rows)]
    blocks += [Rule(), Heading(Words(zh="经过", en="What happened")), timeline(bundle, view)]
    if view.moves:
        words = Words(
            zh="可办：" + "、".join(f"{(move.aliases or (move.title.zh,))[0]}({move.id})" for move in view.moves),
            en="possible now: " + ", ".join(move.id for move in view.moves),
        )
        blocks += [Rule(), Hint(words)]
    return Page(tuple(blocks), case_data(view), problems=view.uncountable)


def _to_bring(bundle: Bundle, view: CaseView) -> list[Block]:
    """The items of the checklist that the case names, while it is still to be filled in."""
    named = dict.fromkeys(use.named_by for move in view.workflow.moves for use in move.checklists)
    blocks: list[Block] = []
    if view.workflow.stage(view.case.stage).settled:
        return blocks
    for field in named:
        name = view.case.text(field) if field is not None else None
        if name is not None and name in bundle.checklists:
            sheet = bundle.checklists[name]
            blocks += [Rule(), Heading(sheet.title), *(Line(_item(item), indent=2) for item in sheet.items)]
    return blocks


def _item(item: Item) -> Words:
    return Words(zh="□ {text}（{id}）", en="□ {text} ({id})").fill(text=item.text, id=item.id)


def heading(workflow: Workflow, case: Case) -> Heading:
    words = Words(zh="{title} {id} · {stage}", en="{title} {id} · {stage}")
    return Heading(words.fill(title=workflow.title, id=case.id, stage=workflow.stage(case.stage).title))


def _pairs(bundle: Bundle, view: CaseView) -> Iterator[tuple[Words, Cell]]:
    case, workflow = view.case, view.workflow
    for name, value in case.values.items():
        known = workflow.fields.get(name)
        if known is None or known.inner:
            continue
        if known.kind is FieldKind.PERSON and isinstance(value, str):
            yield known.title, person_words(view.people, value)
        else:
            yield known.title, value_words(bundle, workflow, name, value)
    mentions = case.values.get("mentions")
    if isinstance(mentions, tuple) and mentions:
        concepts = bundle.lexicon.concepts
        yield (
            Words(zh="提到", en="Mentions"),
            listed(concepts[name].title for name in mentions if name in concepts and concepts[name].topic),
        )
    yield Words(zh="受理时间", en="Opened"), case.opened_at
    yield Words(zh="受理人", en="Opened by"), person_words(view.people, case.opened_by)
    if view.parent is not None:
        above = bundle.workflows[view.parent.workflow]
        name = (*above.aliases, above.title.zh)[0]
        yield Words(zh="所属{name}", en="Belongs to").fill(name=name), view.parent.id


def _below(bundle: Bundle, view: CaseView) -> Words:
    """What the cases below are, where they are all of one kind."""
    kinds = {row.workflow for row in view.children}
    if len(kinds) > 1:
        return Words(zh="下级单", en="Below it")
    workflow = bundle.workflows[kinds.pop()]
    return Words(zh=workflow.title.zh, en=f"{workflow.noun.replace('_', '-').capitalize()}s")


def _orders(bundle: Bundle, view: CaseView) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in view.children:
        workflow = bundle.workflows[row.workflow]
        department = value_words(bundle, workflow, "department", row.department)
        due: Cell = Due(row.next_due, row.paused) if row.next_due else None
        rows.append((row.id, department, workflow.stage(row.stage).title, person_words(view.people, row.handler), due))
    columns = (
        Words(zh="编号", en="id"),
        Words(zh="部门", en="department"),
        Words(zh="环节", en="stage"),
        Words(zh="经办", en="handler"),
        Words(zh="到期", en="due"),
    )
    return Table(columns, tuple(rows))


def _history(bundle: Bundle, rows: Sequence[CaseRow]) -> Table:
    columns = (Words(zh="编号", en="id"), Words(zh="时间", en="opened"), Words(zh="环节", en="stage"),
               Words(zh="内容", en="about"))  # fmt: skip
    return Table(
        columns,
        tuple(
            (row.id, row.opened_at, bundle.workflows[row.workflow].stage(row.stage).title, row.summary) for row in rows
        ),
    )


def case_data(view: CaseView) -> dict[str, object]:
    """A case for programs."""
    case = view.case
    return {
        "id": case.id,
        "workflow": case.workflow,
        "stage": case.stage,
        "parent": case.parent,
        "values": {name: list(value) if isinstance(value, tuple) else value for name, value in case.values.items()},
        "sure": case.sure,
        "counters": dict(case.counters),
        "opened_at": case.opened_at,
        "paused": case.paused,
        "clocks": [run_data(state) for state in view.states],
        "children": [row_data(row) for row in view.children],
        "asset_history": [row_data(row) for row in view.asset_history],
        "similar": [row_data(row) for row in view.similar],
        "plan": None if view.plan is None else plan_data(view.plan),
        "materials": [material_data(each) for each in view.materials],
        "links": [{"relation": relation, "other": other} for relation, other in case.links],
        "entries": [
            {"seq": e.seq, "at": e.at, "recorded_at": e.recorded_at, "kind": e.kind, "actor": e.actor, "data": e.data}
            for e in view.entries
        ],
        "moves": [move.id for move in view.moves],
    }
