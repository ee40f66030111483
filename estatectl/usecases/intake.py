"""Taking a new case in: its text is understood, its place found, it is judged, compared and set against the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.case import Case, Values
from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.entries import Json, Personal
from estatectl.domain.rules.correlations import Correlation, Live, Relation
from estatectl.domain.rules.facts import Facts
from estatectl.usecases.deciding import consult, set_targets
from estatectl.usecases.desk import Desk
from estatectl.usecases.ports import CaseQuery, CaseRow
from estatectl.usecases.triage import understand

Related = tuple[tuple[str, Relation], ...]
"""Correlations by the id of their document, with what they found."""


def take_in(desk: Desk, case: Case, given: Values) -> tuple[Case, Related]:
    """Find out all that the policies want known of a case just begun; what a person `given` is not overruled."""
    case, related = _compare(desk, make_out(desk, case, given))
    return set_targets(desk, case), related


def make_out(desk: Desk, case: Case, given: Values) -> Case:
    """What a case is about, where it is and how it is judged; without promises and without looking for repeats."""
    case = _locate(desk, case)
    case, read = _understand(desk, case)
    for table in desk.workflow(case).decides:
        case = consult(desk, case, table, read, given=given)
    return case


def _locate(desk: Desk, case: Case) -> Case:
    """Where it is: household, building or zone, and the asset if the address or the text names one."""
    workflow, site = desk.workflow(case), desk.house.bundle.site
    written = case.text(workflow.locates) if workflow.locates else None
    where = site.resolve(written) if written else None
    if where is not None and where.asset is None and where.building is not None:
        # 3栋1单元, and then: the lift is stuck. The place and the thing together name one piece of equipment.
        told = site.resolve(f"{written} {case.text(workflow.understands or '') or ''}")
        if told is not None and told.asset is not None and told.building == where.building:
            where = replace(where, asset=told.asset)
    found: dict[str, FieldValue | None] = {}
    if where is not None:
        found = {"household": where.household, "location": where.location, "building": where.building}
        found["asset"] = where.asset
        found["at_home"] = where.household is not None
    asset = site.asset(case.text("asset") or str(found.get("asset") or ""))
    if asset is not None:
        found |= {"asset_class": asset.kind, "asset_importance": asset.importance, "at_home": False}
    news = {name: value for name, value in found.items() if value is not None and name not in case.values}
    return desk.record(case, "located", {"values": desk.sealed(workflow, news)}) if news else case


def _understand(desk: Desk, case: Case) -> tuple[Case, Facts]:
    """What its text says: the concepts and the caller's own words for them."""
    workflow = desk.workflow(case)
    text = case.text(workflow.understands) if workflow.understands else None
    if text is None:
        return case, {}
    read = understand(desk.house.finder, desk.house.bundle.lexicon, text)
    found: list[Json] = [
        {"concept": each.concept, "word": Personal(each.word), "start": each.start, "meaning": each.meaning.value}
        for each in read.found
    ]
    values: dict[str, FieldValue | None] = {
        "mentions": tuple(sorted(read.mentions)),
        "language": read.language,
        "topic": read.topic,
        "length": str(read.facts()["length"]),
    }
    return desk.record(case, "understood", {"found": found, "values": desk.sealed(workflow, values)}), read.facts()


def _compare(desk: Desk, case: Case) -> tuple[Case, Related]:
    """Which open cases it may repeat, and whether it is one of many."""
    matches: list[tuple[str, Relation]] = []
    for name in desk.workflow(case).correlates:
        correlation = desk.house.bundle.correlations[name]
        new = live(desk.house.bundle, desk.row(case))
        for match in desk.house.correlator.correlate(correlation, new, recent(desk, correlation, new)):
            matches.append((name, match))
            rule = correlation.rule(match.rule)
            data: dict[str, Json] = {
                "correlation": name,
                "rule": match.rule,
                "clauses": list(rule.clauses) if rule else [],
                "others": list(match.others),
                "count": match.count,
                "values": {match.yields: True} if match.yields in desk.workflow(case).fields else {},
            }
            case = desk.record(case, "related", data)
    return case, tuple(matches)


def live(bundle: Bundle, row: CaseRow) -> Live:
    """A case as correlation sees it. Concepts of no field of work ('broken', 'urgent') would join anything."""
    topical = [name for name in row.concepts if (known := bundle.lexicon.concepts.get(name)) and known.topic]
    keys: Mapping[str, Sequence[str | None]] = {
        "household": [row.household],
        # Homes of one building are not one place: there, alike reports are an outage, not a repeat.
        "location": [row.location if row.household is None else None],
        "building": [row.location if row.location in bundle.site.buildings else None],
        "concept": topical,
        "department": [row.department],
        "asset": [row.asset],
        "contact": [row.contact],
    }
    held = {name: frozenset(value for value in values if value) for name, values in keys.items()}
    return Live(id=row.id, at=row.opened_at, keys={name: values for name, values in held.items() if values})


def recent(desk: Desk, correlation: Correlation, new: Live) -> tuple[Live, ...]:
    """Open cases within the window that share a concept with the new one; enough of them to judge by, newest window."""
    since: datetime = desk.at - correlation.window - timedelta(seconds=1)
    rows: dict[str, CaseRow] = {}
    workflow = desk.case(new.id).workflow
    for concept in sorted(new.of("concept")):
        query = CaseQuery(workflow=workflow, open=True, concept=concept, opened_from=since, newest=True, limit=_ENOUGH)
        rows.update((row.id, row) for row in desk.unit.cases(query))
    return tuple(live(desk.house.bundle, row) for row in rows.values())


_ENOUGH = 500
