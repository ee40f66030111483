"""Findings: what was not in order is judged by the table that its programme names, and kept with the proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from estatectl.domain.bundle import Bundle
from estatectl.domain.entries import Json, Personal
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.rounds.round import MISSED, Round
from estatectl.domain.rules.correlations import Correlation, Live, Relation
from estatectl.domain.rules.decisions import Decision, visible
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.words import Words, same
from estatectl.usecases.deciding import evidence
from estatectl.usecases.ports import FindingQuery, FindingRow
from estatectl.usecases.rounds.book import RoundBook, finding_id

_INSTANT = timedelta(seconds=1)
_SEVERAL = 10
"""How many of the latest findings a rule looks at, where it does not ask for more: enough to say that one returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Something that was not in order, before it is judged. `item` is what was asked, `name` of which one thing."""

    kind: str
    item: str
    name: str
    text: Words
    reading: str = ""
    limit: Words = same("")
    note: str = ""
    gravity: str | None = None
    score: Decimal | None = None
    in_a_row: int | None = None

    @property
    def thing(self) -> str:
        """The thing of the site that it is about, where the line was asked for each of several."""
        return self.name.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the table says of something observed, and the proof that the journal keeps."""

    seen: Observed
    decision: Decision
    proof: dict[str, Json]

    @property
    def severity(self) -> str:
        return str(self.decision.values.get("severity", "minor"))


def judged(book: RoundBook, known: Round, seen: Observed, at: datetime) -> Judged:
    """Apply the findings table of the round's own day."""
    bundle, programme = book.policies.of(known), book.programme(known)
    related = _returning(book, known, programme, seen, at)
    facts = _facts(bundle, programme, known, seen, returning=any(matches for _, matches in related))
    table = bundle.tables[programme.findings]
    decision = book.desk.house.engine.decide(table, visible(table, facts))
    joins: list[Json] = [_related(correlation, each) for correlation, found in related for each in found]
    return Judged(seen, decision, {**evidence(book.desk, table, decision), "related": joins})


def department_of(programme: Programme, known: Round, seen: Observed) -> str:
    """Whose the matter is: a miss is that of those who should have come, anything else that of those inspected."""
    return known.department if seen.kind == MISSED else programme.inspects or known.department


def found(book: RoundBook, known: Round, said: Judged, at: datetime, *, stays_open: bool) -> Round:
    """Write a finding to its round."""
    seen = said.seen
    data: dict[str, Json] = {
        "number": len(known.findings) + 1,
        "kind": seen.kind,
        "item": seen.item,
        "name": seen.name,
        "text": {"zh": seen.text.zh, "en": seen.text.en},
        "reading": seen.reading,
        "limit": {"zh": seen.limit.zh, "en": seen.limit.en},
        "note": Personal(seen.note) if seen.note else None,
        "severity": said.severity,
        "stays_open": stays_open,
        "proof": said.proof,
    }
    return book.record(known, "found", data, at=at)


def _facts(
    bundle: Bundle, programme: Programme, known: Round, seen: Observed, *, returning: bool
) -> dict[str, FactValue]:
    asset = bundle.site.asset(seen.thing) or bundle.site.asset(known.subject)
    facts: dict[str, FactValue | None] = {
        "kind": seen.kind,
        "programme": programme.id,
        "category": programme.category,
        "checklist": programme.checklist,
        "item": seen.item if seen.item in bundle.vocabulary["items"] else None,
        "department": department_of(programme, known, seen),
        "asset_class": asset.kind if asset else None,
        "importance": asset.importance if asset else None,
        "statutory": known.statutory,
        "gravity": seen.gravity,
        "on_miss": programme.on_miss if seen.kind == MISSED else None,
        "returning": returning,
        "score": seen.score,
        "in_a_row": None if seen.in_a_row is None else Decimal(seen.in_a_row),
    }
    return {name: value for name, value in facts.items() if value is not None}


def _returning(
    book: RoundBook, known: Round, programme: Programme, seen: Observed, at: datetime
) -> list[tuple[Correlation, tuple[Relation, ...]]]:
    """Whether the same has been found on the same thing before: joins over the findings of each window."""
    found = []
    bundle = book.policies.of(known)
    for name in programme.correlates:
        correlation = bundle.correlations[name]
        query = FindingQuery(
            programme=known.programme if seen.kind == MISSED else None,
            subject=known.subject,
            item=seen.item if all("item" in rule.same for rule in correlation.rules) else None,
            since=at - correlation.window - _INSTANT,
            limit=_enough(correlation, known),
        )
        earlier = [_live(bundle, row) for row in book.desk.unit.findings(query) if row.round != known.id]
        new = FindingRow(
            id=finding_id(known, len(known.findings) + 1), round=known.id, programme=known.programme,
            subject=known.subject, item=seen.item, kind=seen.kind, severity="", at=at, open=True,
        )  # fmt: skip
        found.append((correlation, book.desk.house.correlator.correlate(correlation, _live(bundle, new), earlier)))
    return found


def _enough(correlation: Correlation, known: Round) -> int | None:
    """How many of the latest findings settle whether the rules hold; None where any of them may matter."""
    if any(rule.differ or rule.count for rule in correlation.rules):
        return None
    return max(_SEVERAL, *(rule.at_least for rule in correlation.rules)) + len(known.findings)


def _live(bundle: Bundle, row: FindingRow) -> Live:
    """A finding as correlation sees it."""
    keys = {"subject": row.subject, "item": row.item}
    if row.subject in bundle.site.assets:
        keys["asset"] = row.subject
    return Live(id=row.id, at=row.at, keys={name: frozenset({value}) for name, value in keys.items()})


def _related(correlation: Correlation, each: Relation) -> dict[str, Json]:
    return {"correlation": correlation.id, "rule": each.rule, "others": list(each.others), "count": each.count}


def summary_of(book: RoundBook, known: Round, seen: Observed) -> Words:
    """A finding in one line: which round, of what, what was found and what should have been."""
    bundle = book.policies.of(known)
    title, thing = bundle.programmes[known.programme].title, bundle.site.thing_title(known.subject)
    what = Words(zh="{programme}{thing}：{text}", en="{programme}{thing}: {text}").fill(
        programme=title,
        thing=same("") if thing in (None, title) else Words(zh="（{t}）", en=" ({t})").fill(t=thing),
        text=seen.text,
    )
    if seen.reading:
        what = Words(zh="{what} {reading}，{limit}", en="{what} {reading}, {limit}").fill(
            what=what, reading=same(seen.reading), limit=seen.limit
        )
    return Words(zh="{what}。{note}", en="{what}. {note}").fill(what=what, note=same(seen.note)) if seen.note else what
