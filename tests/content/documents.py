"""The default policies and small ones written in tests, as positioned trees."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from textwrap import dedent

from estatectl.adapters.policyfiles.reading import read_document
from estatectl.domain.bundle import Bundle
from estatectl.domain.charter import Charter
from estatectl.domain.place.site import Site
from estatectl.domain.problems import Problem
from estatectl.domain.staff.organisation import Organisation
from estatectl.domain.tree import Node

POLICIES = Path(__file__).parents[2] / "policies"


def tree(text: str, file: str = "test.yaml") -> Node:
    """A document written in a test."""
    reading = read_document(dedent(text), file)
    assert reading.node is not None, reading
    return reading.node


@cache
def document(name: str) -> Node:
    """A default document by its path below `policies/`, without the ending."""
    return tree((POLICIES / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml")


@cache
def checklists() -> tuple[Node, ...]:
    return tuple(document(f"checklists/{path.stem}") for path in sorted((POLICIES / "checklists").glob("*.yaml")))


@cache
def default_bundle() -> Bundle:
    """The default documents of this room only."""
    singles = {kind: (document(kind),) for kind in ("estate", "charter", "organisation", "site")}
    return Bundle.of("default", {**singles, "checklist": checklists()})


def default_site() -> Site:
    return default_bundle().site


def default_organisation() -> Organisation:
    return default_bundle().organisation


def default_charter() -> Charter:
    return default_bundle().charter


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]
