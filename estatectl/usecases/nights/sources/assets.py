"""Equipment as subjects: what looks after it, what was done at it, what is open about it. Floor 2."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from estatectl.domain.controls.subjects import Subject
from estatectl.domain.place.assets import Asset
from estatectl.domain.programmes.occurrences import subjects_of
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.rounds.round import RoundState
from estatectl.domain.rules.facts import FactValue
from estatectl.usecases.nights.known import Known, Stood
from estatectl.usecases.nights.sources.cases import days
from estatectl.usecases.ports import CaseQuery

_MONTH, _QUARTER = timedelta(days=30), timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Looked:
    """A programme with a piece of equipment as its thing: its rounds of the last month, and when it was last done."""

    programme: Programme
    lately: tuple[Stood, ...]
    done_at: datetime | None


def asset_subjects(known: Known, asset_class: str) -> Iterator[Subject]:
    """Every piece of equipment of a class."""
    for asset in known.bundle.site.assets.values():
        if asset.kind == asset_class:
            yield _subject(known, asset)


def _subject(known: Known, asset: Asset) -> Subject:
    looked = known.once(looked_after).get(asset.id, ())
    rows = known.reader.cases(CaseQuery(asset=asset.id, opened_from=known.at - _QUARTER, opened_before=known.at))
    opened = sum(row.id not in known.later or known.case(row.id) is not None for row in rows)
    facts: dict[str, FactValue] = {
        "class": asset.kind,
        "importance": asset.importance,
        "age_years": Decimal(known.day.year - asset.installed),
        "documents": Decimal(len(asset.documents)),
        "contracted": asset.contractor is not None,
        "open_findings": Decimal(known.once(open_findings)[asset.id]),
        "open_cases": Decimal(known.once(open_cases)[asset.id]),
        "cases_90d": Decimal(opened),
        **_rounds(known, looked),
        **({} if asset.building is None else {"building": asset.building}),
    }
    done = [each.done_at for each in looked if each.done_at is not None]
    return Subject(
        id=asset.id,
        title=asset.title,
        facts=facts,
        at={"done": max(done)} if done else {},
        posts=tuple(dict.fromkeys(each.programme.by[0] for each in looked)),
        department=known.bundle.organisation.posts[looked[0].programme.by[0]].department if looked else None,
        thing=asset.id,
    )


def _rounds(known: Known, looked: Sequence[Looked]) -> dict[str, FactValue]:
    lately = [stood for each in looked for stood in each.lately]
    by_law = [each for each in looked if each.programme.statutory]
    facts: dict[str, FactValue] = {
        "programmes": Decimal(len(looked)),
        "covered": bool(looked),
        "statutory": bool(by_law),
        "done_30d": Decimal(sum(stood.state is RoundState.DONE for stood in lately)),
        "missed_30d": Decimal(sum(stood.missed and stood.closes <= known.at for stood in lately)),
    }
    done = [each.done_at for each in looked if each.done_at is not None]
    if done:
        facts["done_days"] = days(known.at - max(done))
    lawful = [each.done_at for each in by_law if each.done_at is not None]
    if by_law and len(lawful) == len(by_law):
        facts["statutory_done_days"] = days(known.at - min(lawful))
    return facts


def looked_after(known: Known) -> Mapping[str, tuple[Looked, ...]]:
    """The programmes of every piece of equipment."""
    found: dict[str, list[Looked]] = defaultdict(list)
    for programme in known.bundle.programmes.values():
        things = [thing for thing in subjects_of(programme, known.bundle.site) if thing in known.bundle.site.assets]
        lately = known.stood(programme.id, known.at - _MONTH) if things else ()
        for thing in things:
            mine = tuple(stood for stood in lately if stood.subject == thing)
            done = next((each for each in mine if each.done_at is not None), None)
            done = done or known.last_done(programme.id, thing)
            found[thing].append(Looked(programme, mine, done.done_at if done is not None else None))
    return {thing: tuple(each) for thing, each in found.items()}


def open_findings(known: Known) -> Counter[str]:
    """How many findings were open at each thing."""
    found: Counter[str] = Counter()
    for each in known.rounds:
        found[each.subject] += len(each.open_findings)
    return found


def open_cases(known: Known) -> Counter[str]:
    """How many cases about each piece of equipment were open."""
    found: Counter[str] = Counter()
    for workflow in known.bundle.workflows.values():
        if "asset" in workflow.fields:
            for case in known.cases(workflow.id):
                if not workflow.stage(case.stage).final and (asset := case.text("asset")) is not None:
                    found[asset] += 1
    return found
