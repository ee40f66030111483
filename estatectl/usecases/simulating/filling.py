"""What people write when they make a move or a line: what the play says, else something sound of the right kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from estatectl.domain.cases.fields import Field, FieldKind
from estatectl.domain.cases.moves import Ask
from estatectl.domain.checklists.checklist import Checklist
from estatectl.domain.checklists.sound_answers import sound_answer
from estatectl.domain.problems import Problem
from estatectl.domain.rules.conditions import holds
from estatectl.domain.rules.facts import Facts, FactValue
from estatectl.domain.simulation.texts import Said, paper
from estatectl.usecases.house import House
from estatectl.usecases.reading import read_field
from estatectl.usecases.simulating.world import World

REMARK = "正常"


def filled(
    world: World, fields: Mapping[str, Field], asks: Iterable[Ask], facts: Facts, given: Mapping[str, str], said: Said
) -> dict[str, str]:
    """Texts for every field that must be there; `given` are those that are known, asked for or not.

    What is asked only in some cases is looked at after the rest.
    """
    values = {name: _kept(fields.get(name), text) for name, text in given.items()}
    for ask in sorted(asks, key=lambda each: bool(_is_bound(each))):
        if not ask.required or ask.field in values:
            continue
        known = {**facts, **facts_of_texts(world.house, fields, values)}
        if holds(ask.when, known):
            values[ask.field] = sound_text(world, fields[ask.field], said)
    return values


def _kept(known: Field | None, text: str) -> str:
    """A text as a field takes it: of a file its digest."""
    is_file = known is not None and known.kind is FieldKind.FILE and not text.startswith("sha256:")
    return paper(text) if is_file else text


def _is_bound(ask: Ask) -> bool:
    return not holds(ask.when, {})


def facts_of_texts(house: House, fields: Mapping[str, Field], values: Mapping[str, str]) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {"given": frozenset(values)}
    for name, text in values.items():
        value = read_field(house, fields[name], text) if name in fields else None
        fact = fields[name].as_fact(value) if value is not None and not isinstance(value, Problem) else None
        if fact is not None:
            found[name] = fact
    return found


def sound_text(world: World, known: Field, said: Said) -> str:
    """Something sound for a field that nobody said anything about; a line of a register is for others to write."""
    written = world.play.texts.get(known.name)
    match known.kind:
        case FieldKind.FILE:
            return paper(f"{known.name} {said.at:%Y-%m-%d %H:%M}")
        case _ if written:
            return said.fill(said.dice.choice(written))
        case FieldKind.TEXT if known.format is not None:
            return said.fill({"phone": "{phone}", "plate": "{plate}", "id_card": "{card}"}.get(known.format, REMARK))
        case FieldKind.CHOICE | FieldKind.CHOICES if known.values:
            return known.values[0]
        case FieldKind.FLAG:
            return "no"
        case FieldKind.NUMBER | FieldKind.MONEY:
            return str(known.least if known.least is not None else Decimal(1))
        case FieldKind.DATE:
            return (said.at + timedelta(days=5)).date().isoformat()
        case FieldKind.INSTANT:
            return said.at.isoformat(timespec="minutes")
        case FieldKind.PERSON:
            return next(iter(sorted(world.duty.there(said.at))), "")
        case _:
            return REMARK


def sheet_answers(sheet: Checklist, at: datetime, checks: Mapping[str, str]) -> dict[str, str]:
    """Every answer that a sheet needs, in order; `checks` are those that are known."""
    answers = {item.id: checks[item.id] for item in sheet.items if item.id in checks}
    for _ in sheet.items:
        more = {
            item.id: answer
            for item in sheet.asked(answers)
            if item.required and item.id not in answers
            and (answer := sound_answer(item, remark=REMARK, evidence=paper(item.id), clock=f"{at:%H:%M}"))
        }  # fmt: skip
        if not more:
            break
        answers |= more
    return answers
