"""Time limits and escalation: every clock has a limit, every rule a clock, every limit a form that can be counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from estatectl.domain.bundle import Bundle
from estatectl.domain.checks.possible import possible
from estatectl.domain.checks.written import Written, document_of, every_workflow, rules_of
from estatectl.domain.plans.plan import Plan
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.rules.conditions import Condition
from estatectl.domain.rules.decisions import Table
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

CLOCK, WORKFLOW, WITHIN, UNIT, PATH = "clock", "workflow", "within", "unit", "path"


@dataclass(frozen=True, slots=True)
class OfClocks:
    """A table that is asked about the clocks of workflows, with those that ask it."""

    table: Table
    node: Node
    users: tuple[Written, ...]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(each.workflow.id, clock.id) for each in self.users for clock in each.workflow.clocks]


def tables_of_clocks(bundle: Bundle, key: str) -> Iterator[OfClocks]:
    """The tables that workflows name under `targets` or `escalation`."""
    users: dict[str, list[Written]] = {}
    for each in every_workflow(bundle):
        users.setdefault(each.node.text(key), []).append(each)
    for name, using in users.items():
        if name in bundle.tables:
            table = bundle.tables[name]
            yield OfClocks(table, document_of(bundle, table), tuple(using))


def check_targets(bundle: Bundle) -> Iterator[Problem]:
    """EST-395 and EST-396: rules about clocks that are not there, and clocks that no rule is about; EST-935."""
    for key in ("targets", "escalation"):
        for asked in tables_of_clocks(bundle, key):
            yield from _facts(asked)
            for rule, node in rules_of(asked.table, asked.node):
                yield from _idle(asked, possible_pairs(asked, rule.when), rule.place, node.get("when"))
    for asked in tables_of_clocks(bundle, "targets"):
        if WITHIN in asked.table.outputs:
            yield from _unlimited(asked)
            yield from _uncounted(asked, bundle)
    for each in every_workflow(bundle):
        if each.workflow.targets is None:
            clocks = enumerate(each.workflow.clocks)
            yield from (_no_limit(each, index) for index, clock in clocks if clock.due_from is None)


def check_paths(bundle: Bundle) -> Iterator[Problem]:
    """EST-390: a path that no table ever chooses, in a set in which tables choose."""
    tables = list(tables_of_clocks(bundle, "escalation"))
    chosen: set[object] = {path for plan in bundle.plans.values() for path in _paths_of(plan)}
    chosen |= {rule.then.get(PATH) for asked in tables for rule, _ in rules_of(asked.table, asked.node)}
    for path in bundle.paths.values() if tables else ():
        if path.id not in chosen:
            words = Words(zh="没有规则会用到升级路径“{id}”", en="no rule ever chooses the escalation path '{id}'")
            hint = Words(
                zh="在升级判定表里写 path: {id}，或删掉它", en="write path: {id} in a rule, or delete the path"
            )
            yield Problem("EST-390", words.fill(id=same(path.id)), path.place, hint.fill(id=same(path.id)))


def _paths_of(plan: Plan) -> Iterator[str | None]:
    yield plan.path
    yield from (measure.path for measure in plan.measures)


def _facts(asked: OfClocks) -> Iterator[Problem]:
    facts, known = asked.node["facts"], sorted({clock for _, clock in asked.pairs})
    if CLOCK not in asked.table.facts:
        words = Words(zh="“{id}”不看是哪项计时", en="'{id}' does not ask which clock it is")
        hint = Words(zh="facts 里加 {line}", en="add {line} under `facts`")
        line = same(f"clock: {{type: text, values: [{', '.join(known)}]}}")
        yield Problem("EST-395", words.fill(id=same(asked.table.id)), facts.key_place, hint.fill(line=line))
    else:
        for value in facts[CLOCK].each("values"):
            if value.value not in known:
                yield _no_clock(str(value.value), value.place, known)
    if WORKFLOW in asked.table.facts:
        for each in asked.users:
            if each.workflow.id not in asked.table.facts[WORKFLOW].values:
                words = Words(zh="取值里没有流程“{id}”", en="the workflow '{id}' is not among the values")
                yield Problem("EST-395", words.fill(id=same(each.workflow.id)), facts[WORKFLOW].key_place)


def possible_pairs(asked: OfClocks, when: Condition) -> list[tuple[str, str]]:
    """The clocks, each with its workflow, that a condition leaves possible."""
    return [pair for pair in asked.pairs if possible(when, {WORKFLOW: pair[0], CLOCK: pair[1]})]


def _idle(asked: OfClocks, pairs: list[tuple[str, str]], place: Place, when: Node | None) -> Iterator[Problem]:
    """Clocks named in vain: with the workflow beside them they are never met."""
    known, met = {clock for _, clock in asked.pairs}, {clock for _, clock in pairs}
    wrong = [word for word in _clock_words(when) if word.value not in met]
    for word in wrong:
        if word.value in known:
            yield _no_clock(str(word.value), word.place, [])
    if not pairs and not wrong:
        words = Words(zh="没有计时会用到这条规则", en="there is no clock that this rule could be about")
        yield Problem("EST-395", words, place)


def _no_clock(name: str, place: Place, known: list[str]) -> Problem:
    words = Words(zh="所写流程里没有叫“{name}”的计时", en="no clock is called '{name}' in the workflow meant here")
    return Problem("EST-395", words.fill(name=same(name)), place, did_you_mean(name, known))


def _clock_words(when: Node | None) -> Iterator[Node]:
    """The clocks that a condition names; not those that it rules out."""
    for key, child in when.items() if when is not None else ():
        if key in ("all", "any"):
            for part in child.each():
                yield from _clock_words(part)
        elif key == CLOCK:
            wanted = [part for op, part in child.items() if op in ("eq", "in")] if child.is_mapping else [child]
            for part in wanted:
                yield from part.each() if part.is_sequence else (part,)


def _unlimited(asked: OfClocks) -> Iterator[Problem]:
    limited = {
        pair
        for rule, _ in rules_of(asked.table, asked.node)
        if WITHIN in rule.then
        for pair in possible_pairs(asked, rule.when)
    }
    for each in asked.users:
        for index, clock in enumerate(each.workflow.clocks):
            if clock.due_from is None and (each.workflow.id, clock.id) not in limited:
                yield _no_limit(each, index, asked.table)


def _uncounted(asked: OfClocks, bundle: Bundle) -> Iterator[Problem]:
    """EST-935: a limit that names hours of business and no unit would be counted through the night."""
    for rule, node in rules_of(asked.table, asked.node):
        calendar = bundle.calendars.get(str(rule.then.get("calendar")))
        if WITHIN in rule.then and UNIT not in rule.then and calendar is not None and not calendar.always:
            words = Words(
                zh="没有写 unit，日历“{id}”不起作用，会日夜不停地计",
                en="without `unit` the calendar '{id}' counts for nothing, and the limit runs day and night",
            )
            hint = Words(
                zh="写 unit: business（服务时间）或 working_days（工作日）；日夜都计就写 calendar: always",
                en="write unit: business or working_days; or calendar: always where it does run day and night",
            )
            yield Problem("EST-935", words.fill(id=same(calendar.id)), node["then"].key_place, hint)


def _no_limit(each: Written, index: int, table: Table | None = None) -> Problem:
    clock = each.workflow.clocks[index]
    words = Words(zh="计时“{clock}”没有任何时限", en="no rule ever sets a limit for the clock '{clock}'")
    place = each.node.at("clocks", index, "id").place
    if table is None:
        hint = Words(zh="写 targets: 判定表", en="name a decision table under `targets`")
        return Problem("EST-396", words.fill(clock=same(clock.id)), place, hint)
    hint = Words(zh="在判定表 {table} 里写 when: {when}", en="add a rule to the table '{table}' with when: {when}")
    if CLOCK in table.facts and clock.id not in table.facts[CLOCK].values:
        hint = Words(
            zh="在判定表 {table} 开头 facts 的 clock 取值里加上 {clock}，再写一条规则 when: {when}",
            en="add {clock} to the values of `clock` at the head of the table '{table}', and a rule with when: {when}",
        )
    when = same(f"{{workflow: {each.workflow.id}, clock: {clock.id}}}")
    filled = hint.fill(table=same(table.id), clock=same(clock.id), when=when)
    return Problem("EST-396", words.fill(clock=same(clock.id)), place, filled)
