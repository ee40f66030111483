"""Controls across documents: a control checks the clauses that it cites, and does not merely mention them."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.charter import Clause
from estatectl.domain.controls.control import bind
from estatectl.domain.controls.looked_at import in_common, looked_at
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words, same

_NAMED = 6


def check_control_clauses(bundle: Bundle) -> Iterator[Problem]:
    """EST-942 for a clause that is cited by a control which looks at nothing that carries it."""
    for node in bundle.documents.get("control", ()):
        control = bundle.controls[node.text("id")]
        faults: list[Problem] = []
        bound = bind(control, bundle, faults)
        if faults:
            continue
        seen = looked_at(bound, bundle)
        for cited in node["clauses"].each():
            clause = bundle.charter.clause(str(cited.value))
            if clause is not None and not in_common(clause, seen):
                words = Words(
                    zh="“{control}”看的东西里，没有一样是落实第 {clause} 条的",
                    en="nothing that '{control}' looks at carries clause {clause}",
                ).fill(control=same(control.id), clause=same(clause.id))
                yield Problem("EST-942", words, cited.place, _carriers(clause))


def _carriers(clause: Clause) -> Words:
    if clause.pending:
        return Words(
            zh="这一条还没有任何细则落实；先在 charter.yaml 里写 carried_by",
            en="nothing carries this clause yet: say what does under carried_by in charter.yaml",
        )
    listed = [str(carrier) for carrier in clause.carried_by]
    more = " …" if len(listed) > _NAMED else ""
    words = Words(zh="落实它的有：{list}", en="what carries it: {list}")
    return words.fill(list=same(", ".join(listed[:_NAMED]) + more))
