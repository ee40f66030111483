"""Rounds and what they found as subjects. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from estatectl.domain.controls.subjects import Subject
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.rounds.round import Finding, Round, RoundState
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.words import Words, same
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.sources.cases import hours
from estatectl.usecases.ports import FindingQuery

_QUARTER = timedelta(days=90)


def round_subjects(known: Known, programme: str) -> Iterator[Subject]:
    """The rounds of a programme."""
    for each in known.rounds_of(programme):
        yield _round(known, known.bundle.programmes[programme], each)


def finding_subjects(known: Known, programme: str) -> Iterator[Subject]:
    """What the rounds of a programme found."""
    for each in known.rounds_of(programme):
        for finding in each.findings:
            if finding.closed_at is None or each.id in known.touched:
                yield _finding(known, known.bundle.programmes[programme], each, finding)


def thing_title(known: Known, programme: Programme, subject: str) -> Words:
    """A programme at one of its things, in people's words."""
    thing = known.bundle.site.thing_title(subject)
    if thing is None:
        return programme.title
    return Words(zh="{programme}（{thing}）", en="{programme} ({thing})").fill(programme=programme.title, thing=thing)


def of_programme(programme: Programme, department: str) -> dict[str, FactValue]:
    """What is known of anything that a programme brings about."""
    return {
        "programme": programme.id,
        "category": programme.category,
        "department": department,
        "statutory": programme.statutory,
    }


def _round(known: Known, programme: Programme, each: Round) -> Subject:
    over = each.closes <= known.at
    route = known.bundle.site.routes.get(each.subject)
    facts: dict[str, FactValue] = {
        **of_programme(programme, each.department),
        "state": each.state.value,
        "over": over,
        "missed": each.state is RoundState.MISSED or (each.state is RoundState.DUE and over),
        "findings": Decimal(len(each.findings)),
        "open_findings": Decimal(len(each.open_findings)),
        "critical_open": Decimal(sum(finding.severity == "critical" for finding in each.open_findings)),
    }
    if each.timeliness is not None:
        facts["timeliness"] = each.timeliness.value
    if each.score is not None:
        facts["score"] = each.score
    if route is not None:
        facts["points"] = Decimal(len(route.legs))
        passed = {visit.checkpoint for visit in each.visits}
        facts["points_passed"] = Decimal(sum(leg.checkpoint in passed for leg in route.legs))
        facts["points_missed"] = Decimal(sum(leg.checkpoint not in passed for leg in route.legs))
    if each.done_at is not None and each.handed_in_at is not None:
        facts["handed_in_hours"] = hours(max(each.handed_in_at - each.done_at, timedelta()))
    return Subject(
        id=each.id,
        title=thing_title(known, programme, each.subject),
        stream=each.id,
        facts=facts,
        at=_instants(each),
        department=each.department,
        posts=each.by,
        person=each.done_by,
        thing=f"{each.programme}:{each.subject}",
        evidence=tuple(entry.seq for entry in known.entries(each.id)[-1:]),
    )


def _instants(each: Round) -> dict[str, datetime]:
    found = {"opens": each.opens, "due": each.due, "closes": each.closes}
    if each.done_at is not None:
        found["done"] = each.done_at
    return found


def _finding(known: Known, programme: Programme, each: Round, finding: Finding) -> Subject:
    facts: dict[str, FactValue] = {
        **of_programme(programme, each.department),
        "severity": finding.severity,
        "of": finding.kind,
        "open": finding.closed_at is None,
        "age_hours": hours(known.at - finding.at),
        "followed": finding.case is not None,
        "retests": Decimal(finding.retests),
        "repeats": Decimal(_repeats(known, each, finding)),
    }
    title = thing_title(known, programme, each.subject)
    named = Words(zh="{title}：{item}", en="{title}: {item}").fill(title=title, item=same(finding.name or finding.item))
    closed = {"closed": finding.closed_at} if finding.closed_at is not None else {}
    return Subject(
        id=f"{each.id}/{finding.number}",
        title=named,
        stream=each.id,
        facts=facts,
        at={"found": finding.at, **closed},
        department=each.department,
        posts=each.by,
        thing=f"{each.programme}:{each.subject}",
        evidence=tuple(entry.seq for entry in known.entries(each.id) if entry.data.get("number") == finding.number),
    )


def _repeats(known: Known, each: Round, finding: Finding) -> int:
    """How often the same was found at the same thing within ninety days, this time among them."""
    rows = known.reader.findings(
        FindingQuery(subject=each.subject, item=finding.item, programme=each.programme, since=finding.at - _QUARTER)
    )
    return sum(row.at <= finding.at and known.had(row.round, row.id) for row in rows)
