"""The policies in force as a subject, and each adoption of policies within the span. Floor 2."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.knowable.estate import ADOPTION, STANDING
from estatectl.domain.controls.subjects import Subject
from estatectl.domain.entries import Entry
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.words import Words, same
from estatectl.usecases.desk import POLICY
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.sources.cases import days
from estatectl.usecases.past import Past
from estatectl.usecases.ports import CaseQuery

_TITLE = Words(zh="现行细则", en="the policies in force")
_ADOPTED = Words(zh="启用细则 {digest}", en="policies {digest} adopted")
_DIGEST = "digest"
_SHORTEST = 8
"""Signs of a digest that must be written for it to name a set of policies."""


def policy_subjects(known: Known, name: str) -> Iterator[Subject]:  # noqa: ARG001 - there is one set of policies
    """How the policies stand, then every adoption within the span."""
    adoptions = tuple(entry for entry in known.entries(POLICY) if entry.kind == "adopted")
    yield _standing(known, adoptions)
    seen: set[str] = set()
    for number, entry in enumerate(adoptions):
        if entry.recorded_at > known.span.since and str(entry.data[_DIGEST]) not in seen:
            seen.add(str(entry.data[_DIGEST]))
            yield _adoption(known, adoptions[:number], entry)


def _standing(known: Known, adoptions: tuple[Entry, ...]) -> Subject:
    bundle, day = known.bundle, known.day
    cited = {clause for control in bundle.controls.values() for clause in control.clauses}
    facts: dict[str, FactValue] = {
        "what": STANDING,
        "adopted": bool(adoptions) and adoptions[-1].data[_DIGEST] == bundle.digest,
        "effective": bundle.estate.effective_from <= day,
        "effective_days": Decimal((day - bundle.estate.effective_from).days),
        "clauses": Decimal(len(bundle.charter.clauses)),
        "charter_pending": Decimal(sum(clause.pending for clause in bundle.charter.clauses.values())),
        "clauses_uncontrolled": Decimal(sum(name not in cited for name in bundle.charter.clauses)),
        "controls": Decimal(len(bundle.controls)),
        "waivers": Decimal(sum(waiver.stands(day) for waiver in bundle.waivers.values())),
        "days_into_year": Decimal(day.timetuple().tm_yday),
        "days_left_in_year": Decimal((day.replace(month=12, day=31) - day).days),
        **_years(bundle, day.year),
    }
    if adoptions:
        facts["adopted_days"] = days(known.at - adoptions[-1].at)
    return Subject(
        id="policies",
        title=_TITLE,
        facts=facts,
        stream=POLICY,
        at={"adopted": adoptions[-1].at} if adoptions else {},
        posts=(bundle.estate.approved_by,) if bundle.estate.approved_by in bundle.organisation.posts else (),
        thing="policies",
        evidence=tuple(entry.seq for entry in adoptions[-1:]),
    )


def _years(bundle: Bundle, year: int) -> dict[str, FactValue]:
    """Whether the holiday tables know a year and the next; left out where no calendar keeps holidays."""
    tables = [calendar.years for calendar in bundle.calendars.values() if calendar.years is not None]
    if not tables:
        return {}
    return {
        "year_known": all(year in years for years in tables),
        "next_year_known": all(year + 1 in years for years in tables),
    }


def _adoption(known: Known, before: tuple[Entry, ...], entry: Entry) -> Subject:
    digest = str(entry.data[_DIGEST])
    facts: dict[str, FactValue] = {
        "what": ADOPTION,
        "adopted": True,
        "first": not before,
        "rule_change": any(digest.startswith(named) for named in known.once(digests_named)),
    }
    if before:
        facts["version_raised"] = entry.data["version"] != before[-1].data["version"]
    adopted = Past(known.house).of(digest)
    if adopted is not None:
        day = entry.at.astimezone(known.bundle.estate.zone).date()
        facts["effective"] = adopted.estate.effective_from <= day
        facts["effective_days"] = Decimal((day - adopted.estate.effective_from).days)
    return Subject(
        id=f"adoption:{digest[:12]}",
        title=_ADOPTED.fill(digest=same(digest[:12])),
        facts=facts,
        stream=POLICY,
        at={"adopted": entry.at},
        person=None if entry.actor == "system" else entry.actor,
        thing="policies",
        evidence=(entry.seq,),
    )


def digests_named(known: Known) -> tuple[str, ...]:
    """The digests that cases give in a field `digest`, as far as they were known: a change of a rule names the
    policies that carry it. Asked for only where some were adopted, which is seldom."""
    found = []
    for workflow in known.bundle.workflows.values():
        if _DIGEST in workflow.fields:
            for row in known.reader.cases(CaseQuery(workflow=workflow.id, by_id=True)):
                case = known.case(row.id)
                written = (case.text(_DIGEST) or "").strip().lower() if case is not None else ""
                found += [written] if len(written) >= _SHORTEST else []
    return tuple(found)
