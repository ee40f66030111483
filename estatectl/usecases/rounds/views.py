"""Looking at rounds: what is to be done now, what was missed, one round with its sheet, its findings and its story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from estatectl.domain.bundle import Bundle
from estatectl.domain.checklists.readings import RoundSheet
from estatectl.domain.entries import Entry
from estatectl.domain.problems import BadInput, Problem
from estatectl.domain.programmes.programme import Programme, SubjectKind
from estatectl.domain.rounds.round import Finding, Round, RoundState
from estatectl.domain.rounds.routes import Route
from estatectl.domain.staff.people import Person
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person
from estatectl.usecases.ports import FindingQuery, FindingRow, RoundQuery, RoundRow
from estatectl.usecases.rounds.ahead import rounds_ahead
from estatectl.usecases.rounds.book import Policies, load_round
from estatectl.usecases.rounds.naming import one_of, programme_named, subject_named
from estatectl.usecases.rounds.plan_marks import PLAN
from estatectl.usecases.rounds.reading import sheet_of

_RECENT = timedelta(days=30)
"""How far back missed rounds are counted beside what is due."""

_SLACK = timedelta(minutes=5)
"""How long `tick` may be behind before a board says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundBoard:
    """Rounds in order, and what stands beside them: missed ones not made up, findings still open.

    `behind`: rounds have opened that no tick has written down yet. `coming`: how many of those counted have yet to
    open; they have no number. `problems`: why some of these may be lacking.
    """

    rows: tuple[RoundRow, ...]
    total: int
    late: int
    missed: int
    open_findings: int
    behind: bool
    coming: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBoard:
    """Findings that are open, the latest first; `found` are they in full, each with the sheet of its round."""

    bundle: Bundle
    rows: tuple[FindingRow, ...]
    total: int
    found: Mapping[str, tuple[Finding, RoundSheet | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round and what belongs to it, under the policies of its day: `sheet` is filled in, `route` is walked."""

    round: Round
    programme: Programme
    bundle: Bundle
    sheet: RoundSheet | None
    route: Route | None
    entries: tuple[Entry, ...]
    people: tuple[Person, ...]
    told: tuple[str, ...]


def due_board(house: House, typed: Mapping[str, Any], limit: int) -> RoundBoard:
    """What is to be done: open rounds, the first due on top. `at`: with those that will have opened by then."""
    at: datetime = typed.get("at") or house.now
    query = _query(house, typed, states=(RoundState.DUE.value,), opens_until=at)
    coming, problems = rounds_ahead(house, query, at) if at > house.now else ((), ())
    rows = sorted((*house.journal.rounds(query), *coming), key=lambda row: row.due)
    missed = house.journal.rounds(_query(house, typed, states=(RoundState.MISSED.value,), due_from=at - _RECENT))
    found = house.journal.rounds(_query(house, typed, open_findings=True))
    return RoundBoard(
        rows=tuple(rows[:limit]),
        total=len(rows),
        late=sum(row.due < house.now for row in rows),
        missed=len(missed),
        open_findings=sum(row.open_findings for row in found),
        behind=_behind(house),
        coming=len(coming),
        problems=problems,
    )


def list_board(house: House, typed: Mapping[str, Any], limit: int) -> RoundBoard:
    """Rounds of any state, the last due first."""
    query = _query(
        house,
        typed,
        states=_states(typed),
        due_from=typed.get("since"),
        due_before=typed.get("until"),
        open_findings=bool(typed.get("findings")),
        newest=True,
    )
    rows = house.journal.rounds(query)
    return RoundBoard(
        rows=rows[:limit],
        total=len(rows),
        late=sum(row.state == RoundState.DUE.value and row.due < house.now for row in rows),
        missed=sum(row.state == RoundState.MISSED.value for row in rows),
        open_findings=sum(row.open_findings for row in rows),
        behind=_behind(house),
    )


def findings_board(house: House, typed: Mapping[str, Any], limit: int) -> FoundBoard:
    """Every finding that is not closed, the latest first."""
    rounds = {row.id for row in house.journal.rounds(_query(house, typed, open_findings=True))}
    rows = [row for row in house.journal.findings(FindingQuery(open=True)) if row.round in rounds]
    return FoundBoard(
        bundle=house.bundle, rows=tuple(rows[:limit]), total=len(rows), found=dict(_in_full(house, rows[:limit]))
    )


def view_round(house: House, round_id: str) -> RoundView:
    """Everything to show of one round. Refuses an unknown id."""
    known = load_round(house.journal, round_id)
    bundle = Policies(house).of(known)
    programme = bundle.programmes[known.programme]
    return RoundView(
        round=known,
        programme=programme,
        bundle=bundle,
        sheet=sheet_of(bundle, known),
        route=bundle.site.routes[known.subject] if programme.subject.kind is SubjectKind.ROUTE else None,
        entries=house.journal.stream(known.id),
        people=house.journal.people(),
        told=told_of(house, (known.id,)),
    )


def told_of(house: House, streams: Iterable[str], since: int = 0) -> tuple[str, ...]:
    """The people (where nobody holds a post: the posts) who had notices of rounds and cases after an entry."""
    entries = (entry for name in streams for entry in house.journal.stream(name) if entry.seq > since)
    notices = (entry.data for entry in entries if entry.kind == "notified")
    return tuple(dict.fromkeys(str(data["to_person"] or data["to_post"]) for data in notices))


def _in_full(house: House, rows: Iterable[FindingRow]) -> Iterable[tuple[str, tuple[Finding, RoundSheet | None]]]:
    policies, rounds = Policies(house), dict[str, Round]()
    for row in rows:
        if row.round not in rounds:
            rounds[row.round] = load_round(house.journal, row.round)
        known = rounds[row.round]
        finding = known.finding(int(row.id.partition("/")[2]))
        if finding is not None:
            yield row.id, (finding, sheet_of(policies.of(known), known))


def _behind(house: House) -> bool:
    """Whether rounds wait for a tick to write them down: none has run yet, or none lately."""
    if not house.bundle.programmes:
        return False
    return house.journal.last(PLAN) is None or bool(house.journal.plan_marks(due=house.now - _SLACK))


def _states(typed: Mapping[str, Any]) -> tuple[str, ...] | None:
    wanted = [state.value for state in RoundState if typed.get(state.value)]
    return tuple(wanted) or None


def _query(house: House, typed: Mapping[str, Any], **narrowed: Any) -> RoundQuery:
    """The filters that every board takes, as typed. Refuses unknown names, all at once."""
    problems: list[Problem] = []
    bundle = house.bundle

    def named(name: str, find: Any) -> str | None:
        if not typed.get(name):
            return None
        try:
            return str(find(typed[name]))
        except BadInput as unknown:
            problems.extend(unknown.problems)
            return None

    programme = named("programme", lambda text: programme_named(bundle, text))
    subject = named("subject", lambda text: subject_named(bundle, text))
    department = named("department", lambda text: one_of(text, bundle.organisation.departments, "EST-872"))
    post = named("post", lambda text: one_of(text, bundle.organisation.posts, "EST-872"))
    if problems:
        raise BadInput(problems)
    posts = (post,) if post else acting_person(house, house.journal).posts if typed.get("mine") else None
    return RoundQuery(
        programmes=(programme,) if programme else None,
        subject=subject,
        department=department,
        posts=posts,
        statutory=True if typed.get("statutory") else None,
        **narrowed,
    )
