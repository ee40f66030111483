"""Tables that judge findings ask what a round can tell, and what they conclude can be carried out. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.checks.written import DEPARTMENT, document_of, rules_of
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.rounds.round import SEVERITIES
from estatectl.domain.rules.decisions import Table
from estatectl.domain.rules.facts import FactKind
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

FACTS: Mapping[str, FactKind] = {
    "kind": FactKind.TEXT,
    "programme": FactKind.TEXT,
    "category": FactKind.TEXT,
    "checklist": FactKind.TEXT,
    "item": FactKind.TEXT,
    "department": FactKind.TEXT,
    "asset_class": FactKind.TEXT,
    "importance": FactKind.TEXT,
    "statutory": FactKind.FLAG,
    "gravity": FactKind.TEXT,
    "on_miss": FactKind.TEXT,
    "returning": FactKind.FLAG,
    "score": FactKind.NUMBER,
    "in_a_row": FactKind.NUMBER,
}
"""What is known of a finding."""

SEVERITY, OPEN, TELL, ORDER, CATEGORY = "severity", "open", "tell", "order", "category"
OUTPUTS: Mapping[str, FactKind] = {
    SEVERITY: FactKind.TEXT,
    OPEN: FactKind.TEXT,
    DEPARTMENT: FactKind.TEXT,
    TELL: FactKind.SET,
    ORDER: FactKind.FLAG,
}
"""What may be concluded: how severe it is, which case to open for whom, whom to tell, whether to give an order."""


def check_findings(bundle: Bundle) -> Iterator[Problem]:
    """EST-844 for tables unfit to judge findings, EST-845 for cases that cannot be opened, EST-846 for categories."""
    users: dict[str, list[Node]] = {}
    for written in bundle.documents.get("programme", ()):
        users.setdefault(written.text("findings"), []).append(written)
    for name, programmes in users.items():
        if name in bundle.tables:
            table = bundle.tables[name]
            node = document_of(bundle, table)
            yield from _shape(table, node)
            yield from _cases(table, node, bundle)
            yield from _strange_categories(table, programmes)


def _shape(table: Table, node: Node) -> Iterator[Problem]:
    for key, written, known in (("facts", table.facts, FACTS), ("outputs", table.outputs, OUTPUTS)):
        for name, spec in written.items():
            if name not in known:
                words = Words(zh="异常处理表里不能有“{name}”", en="a table that judges findings has no '{name}'")
                yield Problem(
                    "EST-844", words.fill(name=same(name)), node[key][name].key_place, did_you_mean(name, known)
                )
            elif spec.kind is not known[name]:
                words = Words(zh="“{name}”要是 {kind} 类型", en="'{name}' must be of type {kind} here")
                filled = words.fill(name=same(name), kind=same(known[name].value))
                yield Problem("EST-844", filled, node[key][name].key_place)
    severity = table.outputs.get(SEVERITY)
    if severity is None or not set(severity.values) <= set(SEVERITIES) or not severity.values:
        words = Words(zh="异常处理表要给出严重程度“{name}”", en="a table that judges findings gives their '{name}'")
        hint = Words(zh="在 outputs 里写 {form}", en="write {form} under `outputs`")
        form = same(f"{SEVERITY}: {{type: text, values: [{', '.join(SEVERITIES)}]}}")
        yield Problem("EST-844", words.fill(name=same(SEVERITY)), node["outputs"].key_place, hint.fill(form=form))
    if not node.flag("must_decide"):
        words = Words(zh="异常处理表必须总有结论", en="a table that judges findings decides about every one of them")
        yield Problem("EST-844", words, node["id"].place, Words(zh="加 must_decide: true", en="add must_decide: true"))


def _cases(table: Table, node: Node, bundle: Bundle) -> Iterator[Problem]:
    """Cases that a rule opens: the system may, and their workflow keeps which finding they come from."""
    for rule, written in rules_of(table, node):
        opened = bundle.workflows.get(str(rule.then.get(OPEN, "")))
        if OPEN not in rule.then or opened is None:
            continue
        place = written["then"][OPEN].place
        if SYSTEM not in opened.opening.by:
            words = Words(zh="系统无权开“{id}”", en="the system may not open '{id}'").fill(id=same(opened.id))
            hint = Words(zh="在它的 open.by 里加上 system", en="add `system` to `by` of its opening")
            yield Problem("EST-845", words, place, hint)
        missing = [name for name in ("round", DEPARTMENT, SEVERITY) if name not in opened.fields]
        if missing:
            words = Words(
                zh="“{id}”没有字段“{name}”，接不住异常", en="'{id}' has no field '{name}' in which to keep the finding"
            ).fill(id=same(opened.id), name=same(missing[0]))
            yield Problem("EST-845", words, place)


def _strange_categories(table: Table, programmes: list[Node]) -> Iterator[Problem]:
    known = table.facts[CATEGORY].values if CATEGORY in table.facts else ()
    for programme in programmes:
        category = programme.text(CATEGORY)
        if known and category not in known:
            words = Words(
                zh="异常处理表“{table}”不认类别“{category}”",
                en="the findings table '{table}' does not know '{category}'",
            ).fill(table=same(table.id), category=same(category))
            hint = did_you_mean(category, known) or Words(
                zh="在该表 facts 的 category 里加上它", en="add it to `category` under `facts` of that table"
            )
            yield Problem("EST-846", words, programme[CATEGORY].place, hint)
