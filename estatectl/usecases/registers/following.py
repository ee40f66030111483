"""What follows from a new line: notices at once, and cases that are opened because of it and linked to it."""

from __future__ import annotations

from typing import assert_never

from estatectl.domain.cases.fields import FieldKind, FieldValue
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.registers.line import Line
from estatectl.domain.registers.register import WRITER, OpenFromLine, Register, TellLine
from estatectl.domain.rules.conditions import holds
from estatectl.usecases.desk import Desk
from estatectl.usecases.following import begin_case
from estatectl.usecases.registers.book import record
from estatectl.usecases.registers.reading import facts_of_line
from estatectl.usecases.registers.saying import said_values
from estatectl.usecases.telling import addressees, queue_notice
from estatectl.usecases.ticking import advance

CASE, LINE = "case", "register"
"""How a line is linked to a case, and a case to its line."""


def carry_out(desk: Desk, register: Register, line: Line) -> Line:
    """The effects of a line just written, in the order of the policy."""
    for number, effect in enumerate(register.effects):
        if holds(effect.when, facts_of_line(register, line.values)):
            match effect:
                case TellLine():
                    line = _tell(desk, register, line, effect, number)
                case OpenFromLine():
                    line = _open(desk, line, effect)
                case _:
                    assert_never(effect)
    for touched in desk.touched():
        advance(desk, touched)
    return line


def _tell(desk: Desk, register: Register, line: Line, effect: TellLine, number: int) -> Line:
    writer = desk.roster.person(line.writer)
    spoken: dict[str, object] = dict.fromkeys(register.fields, "")
    spoken.update(said_values(desk.house.bundle, register, line.values, desk.roster.people))
    text = effect.text.fill(**spoken, id=line.id, by=writer.name if writer else line.writer)
    for to in addressees(desk, effect.whom, None, desk.at, writer if WRITER in effect.whom else None):
        data = queue_notice(desk, line.id, line.version, to, text, template=f"entered.{number}", at=desk.at)
        line = record(desk, line, "notified", data, actor="system")
    return line


def _open(desk: Desk, line: Line, effect: OpenFromLine) -> Line:
    workflow = desk.house.bundle.workflows[effect.workflow]
    begun = begin_case(desk, workflow, _given(workflow, line, effect), actor=line.writer, more={"because_of": line.id})
    desk.record(begun.case, "linked", {"relation": LINE, "other": line.id})
    return record(desk, line, "linked", {"relation": CASE, "other": begun.case.id}, actor="system")


def _given(workflow: Workflow, line: Line, effect: OpenFromLine) -> dict[str, FieldValue | None]:
    """The line's values under the case's names; a choice that the case does not know is left out."""
    asked = {ask.field for ask in workflow.opening.asks}
    found: dict[str, FieldValue | None] = {}
    for name in asked:
        value = line.values.get(effect.gives.get(name, name))
        field = workflow.fields.get(name)
        if value is None or field is None:
            continue
        if field.kind is not FieldKind.CHOICE or value in field.values:
            found[name] = value
    return found
