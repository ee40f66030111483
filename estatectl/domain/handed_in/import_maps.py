"""How the columns of a file that somebody hands in become the fields of a case. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from estatectl.domain.handed_in.mapped_columns import (
    FileForm,
    Named,
    Test,
    ValueOf,
    named_columns,
    parse_form,
    parse_tests,
    parse_values,
)
from estatectl.domain.handed_in.mapped_instants import InstantOf, parse_instant
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class History:
    """Which rows were over at the source, when, and what is kept of how."""

    when: tuple[Test, ...]
    at: InstantOf | None
    fields: Mapping[str, ValueOf]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMap:
    """One mapping document."""

    id: str
    title: Words
    workflow: str
    form: FileForm
    key: tuple[Named, ...]
    at: InstantOf | None
    open_after: date | None
    skip_when: tuple[Test, ...]
    history: History | None
    fields: Mapping[str, ValueOf]
    fields_place: Place
    place: Place

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> ImportMap:  # noqa: ARG003
        """What the fields are is the workflow's to say: see `usecases.import_checks`."""
        after, past = node.maybe("open_after"), node.get("history")
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            workflow=node.text("workflow"),
            form=parse_form(node.get("file")),
            key=named_columns(node, "key"),
            at=parse_instant(node.get("at"), problems),
            open_after=date.fromisoformat(after) if after else None,
            skip_when=parse_tests(node, "skip_when"),
            history=None if past is None else _history(past, problems),
            fields=parse_values(node, "fields"),
            fields_place=node["fields"].key_place,
            place=node.place,
        )

    def columns(self) -> Iterator[Named]:
        """Every column that the mapping names, as often as it does."""
        yield from self.key
        sources, tests = list(self.fields.values()), list(self.skip_when)
        instants = [self.at]
        if self.history is not None:
            sources += self.history.fields.values()
            tests += self.history.when
            instants.append(self.history.at)
        for source in sources:
            yield from source.columns
        yield from (test.column for test in tests)
        for instant in instants:
            yield from instant.columns if instant is not None else ()


def _history(node: Node, problems: list[Problem]) -> History:
    return History(
        parse_tests(node, "when"), parse_instant(node.get("at"), problems), parse_values(node, "fields"), node.key_place
    )
