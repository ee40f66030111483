"""Conditions over the facts of a scope, read once it is known which facts there are. Domain floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.domain.controls.knowable import Specs, specs_of
from estatectl.domain.controls.scopes import Scope, check_names
from estatectl.domain.problems import Problem
from estatectl.domain.rules.conditions import Condition, parse_condition
from estatectl.domain.tree import Node

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle


def conditions_over(
    scope: Scope, nodes: tuple[Node | None, ...], bundle: Bundle, problems: list[Problem]
) -> tuple[Specs, list[Condition]]:
    """The facts of a scope and the conditions in order; every name or fact that there is none of is a problem.

    Where the scope names a stranger its facts cannot be known, and only that is told.
    """
    strangers = list(check_names(scope, bundle))
    problems += strangers
    specs = {} if strangers else specs_of(scope, bundle)
    faults = [] if strangers else problems
    return specs, [parse_condition(node, specs, faults) for node in nodes]
