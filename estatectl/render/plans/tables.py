"""A plan under way as a table: what is done, what is open, by whom and by when; and its data for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from estatectl.domain.bundle import Bundle
from estatectl.domain.plans.plan import Group
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words
from estatectl.render.case_words import listed, person_words, post_words
from estatectl.render.page import Block, Cell, Due, Heading, Hint, Rule, Table, Tone, Toned
from estatectl.usecases.plans.views import OPEN, MeasureView, PlanView, Standing
from estatectl.usecases.viewing import CaseView

GROUPS: Mapping[Group, Words] = {
    Group.ACT: Words(zh="现场措施", en="on the spot"),
    Group.CALL: Words(zh="通知联络", en="calls"),
    Group.KEEP: Words(zh="保护证据", en="evidence"),
    Group.REPORT: Words(zh="依法报告", en="by law"),
}
STANDINGS: Mapping[Standing, tuple[Words, Tone]] = {
    Standing.OPEN: (Words(zh="待做", en="open"), "soon"),
    Standing.LATE: (Words(zh="超时未做", en="late"), "bad"),
    Standing.DONE: (Words(zh="已做", en="done"), "good"),
    Standing.DONE_LATE: (Words(zh="已做（超时）", en="done late"), "bad"),
    Standing.SKIPPED: (Words(zh="免做", en="not needed"), "faint"),
    Standing.UNRECORDED: (Words(zh="无记录", en="no record"), "bad"),
}
COLUMNS = (
    Words(zh="序", en="no"),
    Words(zh="措施", en="measure"),
    Words(zh="由谁", en="for"),
    Words(zh="状态", en="state"),
    Words(zh="时间", en="when"),
)


def plan_table(bundle: Bundle, people: Sequence[Person], measures: Sequence[MeasureView]) -> Table:
    """Measures in the order of the plan: of open ones by when and by whom, of the others when and who did it."""
    rows: list[tuple[Cell, ...]] = []
    for each in measures:
        words, tone = STANDINGS[each.standing]
        waiting = each.standing in OPEN
        who = listed(post_words(bundle, post) for post in each.measure.by)
        name = person_words(people, each.by)
        when: Cell = Due(each.due) if waiting and each.due else each.at
        rows.append((each.number, _title(each), name if name and not waiting else who, Toned(words, tone), when))
    return Table(COLUMNS, tuple(rows), wrap=frozenset({1, 2}))


def _title(view: MeasureView) -> Words:
    measure = view.measure
    title = measure.title
    if measure.phone is not None:
        title = Words(zh=f"{title.zh} {measure.phone}", en=f"{title.en} {measure.phone}")
    if measure.must:
        title = Words(zh=f"{title.zh}（必做）", en=f"{title.en} (must)")
    return title


def plan_blocks(bundle: Bundle, view: CaseView) -> list[Block]:
    """What is still to be done of the plan, for the pages of a case; nothing where it has none."""
    if view.plan is None:
        return []
    title = Words(zh="预案“{plan}”：{done}/{all} 已做", en="Plan '{plan}': {done} of {all} done")
    measures = view.plan.measures
    done = sum(each.at is not None for each in measures)
    blocks: list[Block] = [Rule(), Heading(title.fill(plan=view.plan.plan.title, done=done, all=len(measures)))]
    if view.plan.open:
        blocks.append(plan_table(bundle, view.people, view.plan.open))
        noun = (view.workflow.aliases or (view.workflow.noun,))[0]
        words = Words(
            zh=f"登记措施：estatectl {noun} 措施 {view.case.id} 序号或名称",
            en=f"record one: estatectl {view.workflow.noun} measure {view.case.id} NUMBER",
        )
        blocks.append(Hint(words))
    return blocks


def plan_data(view: PlanView) -> dict[str, object]:
    """A plan under way for programs."""
    return {
        "id": view.plan.id,
        "started_at": view.started_at,
        "measures": [
            {
                "number": each.number,
                "id": each.measure.id,
                "group": each.measure.group.value,
                "by_posts": list(each.measure.by),
                "must": each.measure.must,
                "within": str(each.measure.within),
                "state": each.standing.value,
                "due": each.due,
                "at": each.at,
                "by": each.by,
                "note": each.note,
            }
            for each in view.measures
        ],
    }
