"""Decision tables that workflows consult: they ask what is known, and what they conclude has a field. Domain floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.workflows import Workflow, fact_specs
from estatectl.domain.checks.written import Written, document_of, every_workflow, named, unknown
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.rules.decisions import Table
from estatectl.domain.rules.facts import FactKind, FactSpec
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

RANK = "rank"
"""What a table that proposes people gives each of them."""

_READ = {
    "mentions": FactKind.SET,
    "present": FactKind.SET,
    "opening": FactKind.SET,
    "topic": FactKind.TEXT,
    "language": FactKind.TEXT,
    "length": FactKind.NUMBER,
}
_OF_A_CLOCK = {"workflow": FactKind.TEXT, "clock": FactKind.TEXT}
_OF_A_PERSON = {
    "on_duty": FactKind.FLAG,
    "skilled": FactKind.FLAG,
    "heads": FactKind.FLAG,
    "load": FactKind.NUMBER,
    "on_leave": FactKind.FLAG,
    "stays": FactKind.FLAG,
    "same_building": FactKind.FLAG,
}


@dataclass(frozen=True, slots=True)
class Use:
    """A table consulted by a workflow, where that is written, and what is known then besides the case itself."""

    workflow: Workflow
    name: Node
    more: Mapping[str, FactKind]
    fills_fields: bool = False

    @property
    def known(self) -> dict[str, FactKind]:
        flow = self.workflow
        specs = fact_specs(flow.fields, flow.counters, (), ())
        return {**{name: spec.kind for name, spec in specs.items()}, **self.more}


def check_workflow_tables(bundle: Bundle) -> Iterator[Problem]:
    """EST-398; EST-305 for correlations that are not there."""
    uses: dict[str, list[Use]] = {}
    for each in every_workflow(bundle):
        words = Words(zh="没有叫“{name}”的关联规则", en="there is no correlation '{name}'")
        for name in named(each.node, "correlates"):
            if name.value not in bundle.correlations:
                yield unknown("EST-305", words, name, bundle.correlations)
        for use in _uses(each):
            if use.name.value in bundle.tables:
                uses.setdefault(str(use.name.value), []).append(use)
    for table_id, of_table in uses.items():
        table = bundle.tables[table_id]
        node = document_of(bundle, table)
        yield from _unknown_facts(table, node, of_table)
        for use in of_table:
            yield from _outputs(table, node, use)


def _uses(each: Written) -> Iterator[Use]:
    read = _READ if each.workflow.understands else {}
    yield from (Use(each.workflow, name, read, True) for name in named(each.node, "decides"))
    for key in ("targets", "escalation"):
        yield from (Use(each.workflow, name, _OF_A_CLOCK) for name in named(each.node, key))
    for _, node in each.moves():
        for effect in node.each("then"):
            yield from (Use(each.workflow, name, {}, True) for name in named(effect, "decide"))
        for _, name in node["fills"].items() if "fills" in node else ():
            yield Use(each.workflow, name, _OF_A_PERSON)


def _unknown_facts(table: Table, node: Node, uses: Iterable[Use]) -> Iterator[Problem]:
    """A fact that no workflow consulting the table can ever supply, or only as something else."""
    for name, spec in table.facts.items():
        kinds = {use.known[name] for use in uses if name in use.known}
        place = node["facts"][name].key_place
        if not kinds:
            words = Words(
                zh="用到“{table}”的流程都没有“{name}”", en="no workflow that consults '{table}' knows '{name}'"
            ).fill(table=same(table.id), name=same(name))
            known = {fact for use in uses for fact in use.known}
            yield Problem("EST-398", words, place, did_you_mean(name, known))
        elif spec.kind not in kinds:
            yield Problem("EST-398", _other_kind(name, spec, min(kinds, key=lambda kind: kind.value)), place)


def _outputs(table: Table, node: Node, use: Use) -> Iterator[Problem]:
    if use.fills_fields:
        for name, spec in table.outputs.items():
            yield from _no_such_field(use.workflow, spec, node["outputs"][name])
    elif use.more is _OF_A_PERSON and (RANK not in table.outputs or table.outputs[RANK].kind is not FactKind.NUMBER):
        words = Words(
            zh="推荐人选的判定表要给出数字“{rank}”", en="a table that proposes people gives a number '{rank}'"
        )
        hint = Words(zh="在 outputs 里写 {rank}: {form}", en="write {rank}: {form} under `outputs`")
        said = {"rank": same(RANK), "form": same("{type: number}")}
        yield Problem("EST-398", words.fill(**said), use.name.place, hint.fill(**said))


def _no_such_field(workflow: Workflow, output: FactSpec, node: Node) -> Iterator[Problem]:
    field = workflow.fields.get(output.name)
    if field is None:
        words = Words(
            zh="流程“{workflow}”没有字段“{name}”，结论无处可写",
            en="'{workflow}' has no field '{name}' in which to keep this output",
        ).fill(workflow=same(workflow.id), name=same(output.name))
        yield Problem("EST-398", words, node.key_place, did_you_mean(output.name, workflow.fields))
    elif field.fact is None or field.fact.kind is not output.kind:
        yield Problem(
            "EST-398", _other_kind(output.name, output, field.fact.kind if field.fact else None), node.key_place
        )
    elif strange := [value for value in output.values if value not in field.values]:
        words = Words(
            zh="流程“{workflow}”的字段“{name}”没有取值“{value}”",
            en="the field '{name}' of '{workflow}' has no value '{value}'",
        ).fill(workflow=same(workflow.id), name=same(output.name), value=same(strange[0]))
        yield Problem("EST-398", words, node.key_place, did_you_mean(strange[0], field.values))


def _other_kind(name: str, spec: FactSpec, kind: FactKind | None) -> Words:
    words = Words(
        zh="“{name}”在这里是 {here}，在流程里却是 {there}", en="'{name}' is a {here} here and a {there} in the workflow"
    )
    return words.fill(name=same(name), here=same(spec.kind.value), there=same(kind.value if kind else "text field"))
