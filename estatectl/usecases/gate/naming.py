"""Which case somebody means, and whether the same person or thing is inside already."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.cases.case import Values
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.problems import BadInput, EstateError, Problem
from estatectl.domain.words import Words, same
from estatectl.usecases.boards import full_id
from estatectl.usecases.house import House
from estatectl.usecases.ports import CaseQuery, CaseRow, Reader
from estatectl.usecases.reading import read_field


def named_case(house: House, workflow: Workflow, typed: str) -> str:
    """The id of the case that is meant: by its number, or by the value of the field that its opening takes bare.

    Of several open ones with that value the one inside is meant; where that settles nothing, all are named (EST-982).
    """
    if workflow.argument is None:
        return full_id(workflow, typed)
    try:
        return full_id(workflow, typed)
    except EstateError:
        found = _going_by(house, workflow, workflow.argument, typed)
    inside = [row for row in found if workflow.stage(row.stage).inside]
    rows = inside if len(inside) == 1 else found
    if len(rows) == 1:
        return rows[0].id
    said = {"value": same(typed), "title": workflow.title}
    if not rows:
        words = Words(zh="没有在办的{title}叫“{value}”", en="{title}: none that is open goes by '{value}'")
        hint = Words(zh="写编号，或用 list 查看", en="write its number; 'list' shows what is open")
        raise BadInput.one("EST-981", words.fill(**said), hint=hint)
    words = Words(zh="“{value}”不止一件：{ids}", en="more than one goes by '{value}': {ids}")
    ids = Words(zh="、".join(row.id for row in rows), en=", ".join(row.id for row in rows))
    raise BadInput.one("EST-982", words.fill(**said, ids=ids), hint=Words(zh="写编号", en="write the number"))


def _going_by(house: House, workflow: Workflow, field: str, typed: str) -> tuple[CaseRow, ...]:
    value = read_field(house, workflow.fields[field], typed)
    if isinstance(value, Problem):
        raise BadInput([value])
    return house.journal.cases(CaseQuery(workflow=workflow.id, open=True, key=(field, str(value)), by_id=True))


def already_inside(house: House, reader: Reader, workflow: Workflow, values: Values) -> Iterator[Problem]:
    """EST-983: somebody or something with the same identity is inside; the open case is named, once."""
    met: set[str] = set()
    for name in workflow.once:
        value = values.get(name)
        if not isinstance(value, str):
            continue
        for row in reader.cases(CaseQuery(open=True, key=(name, value), by_id=True)):
            other = house.bundle.workflows.get(row.workflow)
            if other is None or name not in other.once or not other.stage(row.stage).inside or row.id in met:
                continue
            met.add(row.id)
            words = Words(zh="{field}“{value}”已在内，登记为 {id}", en="{field} '{value}' is inside already: {id}")
            hint = Words(zh="若已离开，先给 {id} 登记离开", en="if that one has gone, record its leaving first: {id}")
            filled = words.fill(field=workflow.fields[name].title, value=same(value), id=same(row.id))
            yield Problem("EST-983", filled, hint=hint.fill(id=same(row.id)))
