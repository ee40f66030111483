"""How the rows of a file that somebody hands in become rounds: readings of a laboratory, dates of an old ledger.
Domain floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from estatectl.domain.handed_in.mapped_columns import (
    FileForm,
    Named,
    Test,
    ValueOf,
    named_columns,
    parse_form,
    parse_tests,
    parse_value,
    parse_values,
)
from estatectl.domain.handed_in.mapped_instants import InstantOf, parse_instant
from estatectl.domain.handed_in.sheets import SheetRow
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundMap:
    """One mapping document. `readings` are by item; `history` are tests of which one must hold, empty where every row
    is of the past, None where none is. `is_evidence`: the file itself is what the programmes ask for as evidence."""

    id: str
    title: Words
    form: FileForm
    key: tuple[Named, ...]
    programme: ValueOf
    subject: ValueOf | None
    at: InstantOf
    by: ValueOf | None
    readings: Mapping[str, ValueOf]
    note: ValueOf | None
    is_evidence: bool
    skip_when: tuple[Test, ...]
    history: tuple[Test, ...] | None
    place: Place

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> RoundMap:  # noqa: ARG003
        """What the items are is the programme's to say: see `usecases.round_import_checks`."""
        past = node.get("history")
        at = parse_instant(node["at"], problems)
        assert at is not None, "the schema asks for it"
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            form=parse_form(node.get("file")),
            key=named_columns(node, "key"),
            programme=parse_value(node["programme"]),
            subject=parse_value(node["subject"]) if "subject" in node else None,
            at=at,
            by=parse_value(node["by"]) if "by" in node else None,
            readings=parse_values(node, "readings"),
            note=parse_value(node["note"]) if "note" in node else None,
            is_evidence=node.flag("is_evidence"),
            skip_when=parse_tests(node, "skip_when"),
            history=None if past is None else parse_tests(past, "when") if past.is_mapping else (),
            place=node.place,
        )

    def is_past(self, row: SheetRow) -> bool:
        """Whether a row is history: it is noted, and nothing follows from it."""
        return self.history is not None and (not self.history or any(test.holds(row) for test in self.history))

    def columns(self) -> Iterator[Named]:
        """Every column that the mapping names, as often as it does."""
        yield from (*self.key, *self.at.columns)
        for source in (self.programme, self.subject, self.by, self.note, *self.readings.values()):
            yield from source.columns if source is not None else ()
        yield from (test.column for test in (*self.skip_when, *(self.history or ())))
