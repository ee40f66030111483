"""The names that workflows may not take are those that the command has taken."""

from __future__ import annotations

import click

from estatectl.adapters.policyfiles.examining import examine
from estatectl.cli import nouns
from estatectl.cli.cases import case_groups
from estatectl.cli.commands import Noun, Verb
from estatectl.cli.globals import GLOBAL_OPTIONS
from estatectl.domain.bundle import Bundle
from estatectl.domain.checks.workflows import NOUNS, OPTIONS, taken_verbs
from tests.workflows.slips import valid


def bundle() -> Bundle:
    return examine(valid()).bundle


def verbs(noun: Noun) -> list[Verb]:
    context = click.Context(noun)
    found = [noun.get_command(context, name) for name in noun.list_commands(context)]
    return [verb for verb in found if isinstance(verb, Verb)]


def names(param: click.Parameter) -> set[str]:
    """What the parameter is called, here and where it is typed."""
    return {str(param.name), *(name[2:].replace("-", "_") for name in param.opts if name.startswith("--"))}


def test_every_noun_that_no_policy_gives_is_taken() -> None:
    assert set(NOUNS) == {name for noun, entry in nouns.NOUNS.items() for name in (noun, *entry.aliases)}


def test_every_verb_that_no_policy_gives_is_taken() -> None:
    policies = bundle()
    for workflow in policies.workflows.values():
        moves = (workflow.opening, *workflow.moves)
        own = {name for move in moves for name in (move.id, *move.aliases)} - {"open"}
        said = {
            name for verb in verbs(case_groups(policies)[workflow.noun]) for name in (str(verb.name), *verb.aliases)
        }
        assert {"list", "show"} <= said
        assert said - own <= set(taken_verbs(workflow))


def test_every_option_that_no_policy_gives_is_taken() -> None:
    policies = bundle()
    taken = {name for option in GLOBAL_OPTIONS for name in names(option)}
    for workflow in policies.workflows.values():
        moves = {move.id: {ask.field for ask in move.asks} for move in (workflow.opening, *workflow.moves)}
        for verb in verbs(case_groups(policies)[workflow.noun]):
            if verb.name in moves:
                taken |= {name for param in verb.params for name in names(param)} - moves[str(verb.name)]
    assert {"at", "lang"} <= taken
    assert taken <= set(OPTIONS)
