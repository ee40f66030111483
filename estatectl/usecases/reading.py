"""Reading what was typed into the fields that a move asks for: ids, titles and aliases all do; every fault is told."""

from __future__ import annotations

from collections.abc import Mapping

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import Field, FieldKind, FieldValue
from estatectl.domain.cases.moves import Move
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.words import Words
from estatectl.usecases.house import House
from estatectl.usecases.referring import referred


def read_values(
    house: House, workflow: Workflow, move: Move, given: Mapping[str, str]
) -> tuple[dict[str, FieldValue | None], dict[str, Problem]]:
    """The typed fields as values, and what is wrong with the others; a field that the move does not ask is wrong."""
    values: dict[str, FieldValue | None] = {}
    faults: dict[str, Problem] = {}
    asked = [ask.field for ask in move.asks]
    for name, text in given.items():
        if name not in asked:
            words = Words(zh="“{move}”不需要“{field}”", en="'{move}' does not take '{field}'")
            faults[name] = Problem("EST-424", words.fill(move=move.title, field=name), hint=did_you_mean(name, asked))
            continue
        value = read_field(house, workflow.fields[name], text)
        if not isinstance(value, Problem):
            value = referred(house.journal, workflow.fields[name], value)
        if isinstance(value, Problem):
            faults[name] = value
        else:
            values[name] = value
    return values, faults


def read_field(house: House, known: Field, text: str) -> FieldValue | Problem:
    """One typed field as a value, or what is wrong with it."""
    choice = known.kind in (FieldKind.CHOICE, FieldKind.CHOICES)
    return known.read(text, house.bundle.estate.zone, titles_of(house.bundle, known) if choice else None)


def missing_field(known: Field) -> Problem:
    """The refusal of a move, or of a line, without a field that it needs."""
    words = Words(zh="缺少“{title}”", en="'{title}' is missing").fill(title=known.title)
    return Problem(
        "EST-450", words, hint=Words(zh="加上 {o}", en="add {o}").fill(o=f"--{known.name.replace('_', '-')}")
    )


def titles_of(bundle: Bundle, known: Field) -> Mapping[str, Words]:
    """People's words for the values of a field, also where they are defined elsewhere: departments, assets, skills."""
    match known.source:
        case None:
            return known.value_titles
        case "departments":
            return {name: each.title for name, each in bundle.organisation.departments.items()}
        case "skills":
            return bundle.organisation.skills
        case "assets":
            return {name: each.title for name, each in bundle.site.assets.items()}
        case "asset_classes":
            return {name: each.title for name, each in bundle.site.asset_classes.items()}
        case "checklists":
            return {name: each.title for name, each in bundle.checklists.items()}
        case "programmes":
            return {name: each.title for name, each in bundle.programmes.items()}
        case "plans":
            return {name: each.title for name, each in bundle.plans.items()}
        case "items":
            return {item.id: item.text for sheet in bundle.checklists.values() for item in sheet.items}
        case "concepts":
            return {name: each.title for name, each in bundle.lexicon.concepts.items()}
        case _:
            return {}
