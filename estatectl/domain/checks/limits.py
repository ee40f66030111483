"""What the tables of time limits and escalation paths say can be counted, in a calendar that exists. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.clock_runs import limit_problem
from estatectl.domain.cases.clocks import DueAt, Unit
from estatectl.domain.checks.targets import PATH, WITHIN, tables_of_clocks
from estatectl.domain.checks.written import rules_of
from estatectl.domain.durations import Duration, not_a_duration
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.rules.decisions import Hit, Rule
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

UNIT, CALENDAR, REWORK, DAY_ENDS = "unit", "calendar", "rework_within", "day_ends"
CODE = "EST-397"


def check_limits(bundle: Bundle) -> Iterator[Problem]:
    """EST-397."""
    counting = [calendar.id for calendar in bundle.calendars.values() if not calendar.table_only]
    known = {UNIT: [unit.value for unit in Unit], DAY_ENDS: [end.value for end in DueAt], CALENDAR: counting}
    for asked in tables_of_clocks(bundle, "targets"):
        missing = list(_without_outputs(asked.node, (WITHIN, CALENDAR)))
        yield from missing
        for rule, node in rules_of(asked.table, asked.node) if not missing else ():
            for name, values in known.items():
                yield from _unknown(rule, node, name, values)
            if WITHIN in rule.then:
                yield from _lengths(rule, node)
                if CALENDAR not in rule.then and asked.table.hit is not Hit.COLLECT:
                    yield _no_calendar(node)
            elif rule.then and asked.table.hit is not Hit.COLLECT:
                words = Words(zh="没有写时限 {name}", en="there is no '{name}', so this sets no limit")
                yield Problem(CODE, words.fill(name=same(WITHIN)), node["then"].key_place)
    for asked in tables_of_clocks(bundle, "escalation"):
        yield from _without_outputs(asked.node, (PATH,))
        for rule, node in rules_of(asked.table, asked.node):
            yield from _unknown(rule, node, PATH, list(bundle.paths))


def _without_outputs(node: Node, wanted: tuple[str, ...]) -> Iterator[Problem]:
    for name in wanted:
        if name not in node["outputs"]:
            words = Words(zh="判定表没有结论“{name}”", en="the table has no output '{name}'").fill(name=same(name))
            yield Problem(CODE, words, node["outputs"].key_place)


def _unknown(rule: Rule, node: Node, name: str, known: list[str]) -> Iterator[Problem]:
    value = rule.then.get(name)
    if value is not None and value not in known:
        words = Words(zh="“{name}”不能写“{value}”", en="'{name}' cannot be '{value}'")
        filled = words.fill(name=same(name), value=same(str(value)))
        yield Problem(CODE, filled, node["then"][name].place, did_you_mean(str(value), known))


def _lengths(rule: Rule, node: Node) -> Iterator[Problem]:
    unit = rule.then.get(UNIT, Unit.ELAPSED.value)
    for name in (WITHIN, REWORK):
        if name not in rule.then:
            continue
        text, place = str(rule.then[name]), node["then"][name].place
        length = Duration.read(text)
        if length is None:
            yield not_a_duration(text, place, CODE)
        elif length == Duration():
            words = Words(zh="时限为零，一开始就超时", en="a limit of nothing is missed as soon as it begins")
            yield Problem(CODE, words, place)
        elif unit in [each.value for each in Unit] and (found := limit_problem(length, Unit(unit), place)):
            yield Problem(CODE, found.words, place, found.hint)


def _no_calendar(node: Node) -> Problem:
    words = Words(zh="有时限，没有写日历", en="there is a limit and no calendar to count it in")
    hint = Words(zh="加 calendar: always（昼夜计时）或别的日历", en="add calendar: always (day and night), or another")
    return Problem(CODE, words, node["then"].key_place, hint)
