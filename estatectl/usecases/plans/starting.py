"""Starting the plan that a case names: its measures get their limits, and everybody named in it hears at once."""

from __future__ import annotations

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clocks import Target, Unit
from estatectl.domain.durations import say_length
from estatectl.domain.entries import Json
from estatectl.domain.plans.plan import Measure, Plan
from estatectl.domain.plans.running import plan_of, settled_at, started
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.telling import addressees, queue_notice, spoken

_BECAUSE = Words(zh="预案“{plan}”的措施", en="a measure of the plan '{plan}'")
_TASKS = Words(
    zh="【预案·{plan}】{id} {location} {summary}：{tasks}", en="Plan '{plan}', {id} {location} {summary}: {tasks}"
)
_TASK = Words(zh="{n} {title}（{within}内）", en="{n} {title} (within {within})")
_STARTED = Words(zh="预案已启动", en="the plan has been started")


def start_plan(desk: Desk, case: Case) -> tuple[Case, dict[str, Json]]:
    """The case with its plan under way, and the limits of the measures by clock; none where it names no plan."""
    field = desk.workflow(case).plan
    plan = desk.house.bundle.plans.get(case.text(field) or "") if field is not None else None
    if plan is None:
        return case, {}
    if plan_of(desk.house.bundle, case) != plan:
        before = started(case)
        data: dict[str, Json] = {
            "plan": plan.id,
            "instead_of": None if before is None else before.name.partition(".")[2],
            "measures": [each.id for each in plan.measures],
            "must": {each.id: list(each.on) for each in plan.measures if each.must},
        }
        case = _tell(desk, desk.record(case, "planned", data), plan)
    return case, _limits(desk, case, plan)


def _limits(desk: Desk, case: Case, plan: Plan) -> dict[str, Json]:
    """The promise for each measure. What had been done before the plan started is not asked for again."""
    mark = started(case)
    limits: dict[str, Json] = {}
    for each in plan.measures:
        settled = settled_at(case, each)
        if settled is not None and mark is not None and settled.at < mark.at:
            continue
        target = Target(
            clock=each.clock,
            within=each.within,
            unit=Unit.ELAPSED,
            calendar="",
            path=each.path or plan.path,
            rule=f"{plan.id}.{each.id}",
            because=_BECAUSE.fill(plan=plan.title),
            since=desk.at,
        )
        limits[each.clock] = target.as_data()
    return limits


def _tell(desk: Desk, case: Case, plan: Plan) -> Case:
    """One notice for everybody behind a post of the plan, with the measures that fall to that post."""
    said = {**spoken(desk, case), "plan": plan.title}
    for to in addressees(desk, plan.posts, case.text("department"), desk.at):
        text = _TASKS.fill(**{"location": "", **said, "tasks": _tasks(plan, to[0])})
        data = queue_notice(desk, case.id, case.version, to, text, template=f"plan.{plan.id}", at=desk.at)
        case = desk.record(case, "notified", data, at=desk.at)
    return case


def _tasks(plan: Plan, post: str | None) -> Words:
    """What a post has to do, in the order of the plan, each with its number and limit."""
    tasks = [_task(number, each) for number, each in enumerate(plan.measures, 1) if post in each.by]
    if not tasks:
        return _STARTED
    return Words(zh="；".join(each.zh for each in tasks), en="; ".join(each.en for each in tasks))


def _task(number: int, measure: Measure) -> Words:
    title = measure.title
    if measure.phone is not None:
        title = Words(zh=f"{title.zh} {measure.phone}", en=f"{title.en} ({measure.phone})")
    return _TASK.fill(n=number, title=title, within=say_length(measure.within.elapsed))
