"""Rounds as somebody wrote them down away from the journal: each text with the place where it stands. Domain floor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node


@dataclass(frozen=True, slots=True)
class Told:
    """A text of the file, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class ToldLine:
    """Help given or something seen on the way (`kind`); `at` is None where it was as the round was done."""

    kind: str
    text: str
    at: Told | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRecord:
    """One round of the file. Either `round` or `programme` is there. `content` is all that it says, in a form that
    does not depend on how the file was written."""

    round: Told | None
    programme: Told | None
    subject: Told | None
    extra: bool
    at: Told
    started: Told | None
    by: Told | None
    all_ok: bool
    answers: Mapping[str, Told]
    exceptions: Mapping[str, Told]
    notes: Mapping[str, Told]
    visits: tuple[tuple[Told, Told], ...]
    log: tuple[ToldLine, ...]
    confirmed: frozenset[str]
    files: tuple[Told, ...]
    content: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRecords:
    """A file of rounds that were done."""

    id: str
    file: str
    records: tuple[RoundRecord, ...]

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> RoundRecords:  # noqa: ARG003
        """What it names is looked up when it is handed in: see `usecases.round_files`."""
        doer = _told(node, "recorded_by")
        records = tuple(_record(each, doer) for each in node.each("rounds"))
        return cls(id=node.text("id"), file=node.file, records=records)


def _record(node: Node, doer: Told | None) -> RoundRecord:
    by = _told(node, "by") or doer
    content = {**node.plain(), "by": by.text if by else ""}
    return RoundRecord(
        round=_told(node, "round"),
        programme=_told(node, "programme"),
        subject=_told(node, "subject"),
        extra=node.flag("extra"),
        at=Told(node.text("at"), node["at"].place),
        started=_told(node, "started"),
        by=by,
        all_ok=node.flag("all_ok"),
        answers=_answers(node, "answers"),
        exceptions=_answers(node, "except"),
        notes=_answers(node, "notes"),
        visits=tuple((_text(each["checkpoint"]), _text(each["at"])) for each in node.each("visits")),
        log=tuple(_line(each) for each in node.each("log")),
        confirmed=frozenset(node.texts("confirmed")),
        files=tuple(_text(each) for each in node.each("files")),
        content=json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        place=node.place,
    )


def _told(node: Node, key: str) -> Told | None:
    return _text(node[key]) if key in node else None


def _text(node: Node) -> Told:
    """A scalar as somebody would type it."""
    value = {True: "yes", False: "no"}[node.value] if isinstance(node.value, bool) else str(node.value)
    return Told(value.strip(), node.place)


def _answers(node: Node, key: str) -> dict[str, Told]:
    holder = node.get(key)
    return {} if holder is None else {name.strip(): _text(child) for name, child in holder.items()}


def _line(node: Node) -> ToldLine:
    kind, key = ("helped", "helped") if "helped" in node else ("seen", "saw")
    return ToldLine(kind, node.text(key), _told(node, "at"))
