"""What follows from findings: cases are opened, people are told, as the table said; alike misses make one case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from estatectl.domain.cases.case import Case, Values
from estatectl.domain.cases.permissions import posts_named
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.place.site import Site, Zone
from estatectl.domain.programmes.programme import DOERS
from estatectl.domain.rounds.round import RETESTED, SEVERITIES, Round
from estatectl.domain.rounds.routes import Checkpoint, Pool
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.words import Lang, Words, same
from estatectl.usecases.deciding import as_field
from estatectl.usecases.following import begin_case
from estatectl.usecases.rounds.book import RoundBook, finding_id
from estatectl.usecases.rounds.findings import Judged, Observed, department_of, found, judged, summary_of
from estatectl.usecases.telling import addressees, queue_notice


def conclude(book: RoundBook, known: Round, observed: Sequence[Observed], *, at: datetime) -> tuple[Round, list[str]]:
    """Judge and record each; carry out what the policies say follows. The ids of the cases opened."""
    opened: list[str] = []
    for each in observed:
        known = book.round(known.id)
        said = judged(book, known, each, at)
        known = found(book, known, said, at, stays_open=_stays_open(book, said))
        case = _open(book, [known], said, summary_of(book, known, each))
        opened += [case.id] if case else []
        _tell(book, known, said, summary_of(book, known, each), case)
    return book.round(known.id), opened


def conclude_alike(book: RoundBook, pairs: Sequence[tuple[Round, Observed]], *, at: datetime) -> None:
    """The same for one observation on each of several rounds of a programme: what is judged alike makes one case and
    one notice, however many rounds it is about."""
    groups: dict[tuple[tuple[str, ...], tuple[tuple[str, FactValue], ...]], list[tuple[Round, Judged]]] = {}
    for known, seen in pairs:
        said = judged(book, known, seen, at)
        after = found(book, known, said, at, stays_open=_stays_open(book, said))
        alike = (said.decision.fired, tuple(sorted(said.decision.values.items())))
        groups.setdefault(alike, []).append((after, said))
    for group in groups.values():
        rounds, (_, said) = [known for known, _ in group], group[0]
        what = _summary_of_all(book, rounds, said.seen)
        case = _open(book, rounds, said, what)
        _tell(book, rounds[0], said, what, case)


def log_only(book: RoundBook, known: Round, observed: Sequence[Observed], *, at: datetime) -> Round:
    """Judge and record findings of the past: nobody is told, nothing is opened, nothing stays open."""
    for each in observed:
        known = found(book, known, judged(book, known, each, at), at, stays_open=False)
    return known


def _stays_open(book: RoundBook, said: Judged) -> bool:
    return said.seen.kind in RETESTED or _workflow(book, said) is not None


def _workflow(book: RoundBook, said: Judged) -> Workflow | None:
    """The kind of case that the decision opens; None where it only logs, or names one that is no more."""
    return book.desk.house.bundle.workflows.get(str(said.decision.values.get("open", "")))


def _open(book: RoundBook, rounds: Sequence[Round], said: Judged, what: Words) -> Case | None:
    """Open the case that the decision asks for, for the last finding of each round."""
    workflow = _workflow(book, said)
    if workflow is None:
        return None
    values = _values(book, rounds[0], said, workflow, what)
    because = finding_id(rounds[0], rounds[0].findings[-1].number)
    with book.desk.as_of_now():
        case = begin_case(book.desk, workflow, values, more={"because_of": because}).case
    for known in rounds:
        number = known.findings[-1].number
        book.record(known, "followed", {"number": number, "case": case.id}, at=book.desk.house.now)
    return case


def _values(book: RoundBook, known: Round, said: Judged, workflow: Workflow, what: Words) -> Values:
    """What the case takes over: whatever it has a field for."""
    bundle, seen, decision = book.policies.of(known), said.seen, said.decision
    asset = bundle.site.asset(seen.thing) or bundle.site.asset(known.subject)
    location = _location(bundle.site, asset.zone if asset else None, seen.thing, known.subject)
    lang: Lang = "zh" if "zh" in bundle.estate.languages else "en"
    values: dict[str, str | bool | tuple[str, ...] | None] = {
        **{name: as_field(value) for name, value in decision.values.items()},
        "department": str(decision.values.get("department", department_of(book.programme(known), known, seen))),
        "programme": known.programme,
        "round": finding_id(known, known.findings[-1].number),
        "finding": seen.kind,
        "subject": known.subject,
        "item": seen.item,
        "asset": asset.id if asset else None,
        "asset_class": asset.kind if asset else None,
        "asset_importance": asset.importance if asset else None,
        "location": location.of(lang) if location else None,
        "statutory": known.statutory,
        "line": seen.name,
        "reading_found": seen.reading,
        "returning": decision.facts.get("returning") is True,
        "category": bundle.programmes[known.programme].category,
        "checklist": bundle.programmes[known.programme].checklist,
        "score": None if seen.score is None else f"{seen.score:f}",
        "limit": seen.limit.of(lang),
        "content": what.of(lang),
    }
    return {name: value for name, value in values.items() if name in workflow.fields and value not in (None, "")}


def _location(site: Site, *names: str | None) -> Words | None:
    """The title of the first name that is a place: a zone, a checkpoint, a pool."""
    places: Mapping[str, Zone | Checkpoint | Pool] = {**site.zones, **site.checkpoints, **site.pools}
    return next((places[name].title for name in names if name and name in places), None)


def _summary_of_all(book: RoundBook, rounds: Sequence[Round], seen: Observed) -> Words:
    """A finding on several things in one line."""
    if len(rounds) == 1:
        return summary_of(book, rounds[0], seen)
    bundle = book.policies.of(rounds[0])
    things = [bundle.site.thing_title(each.subject) or same(each.subject) for each in rounds]
    listed = Words(zh="、".join(each.zh for each in things), en=", ".join(each.en for each in things))
    words = Words(zh="{programme} {n} 项：{text}。{things}", en="{programme}, {n} of them: {text}. {things}")
    title = bundle.programmes[rounds[0].programme].title
    return words.fill(programme=title, n=len(rounds), text=seen.text, things=listed)


def _tell(book: RoundBook, known: Round, said: Judged, what: Words, case: Case | None) -> None:
    """The notices that the decision asks for; a case opened tells by its own workflow besides."""
    whom = said.decision.values.get("tell")
    if isinstance(whom, frozenset) and whom:
        known = book.round(known.id)
        words = Words(zh="【{severity}】{what}（{id}）", en="[{severity}] {what} ({id})").fill(
            severity=SEVERITIES[said.severity], what=what, id=same(case.id if case else known.id)
        )
        department = department_of(book.programme(known), known, said.seen)
        tell_of_round(book, known, sorted(whom), words, template=f"finding.{len(known.findings)}", of=department)


def tell_of_round(
    book: RoundBook, known: Round, whom: Sequence[str], text: Words, *, template: str, of: str | None = None
) -> Round:
    """Queue a notice about a round for posts, `doers` (whoever is on duty in its posts) and `department_head` (of the
    department `of`, or of the one that does the round)."""
    desk, now, department = book.desk, book.desk.house.now, of or known.department
    named = [post for name in whom for post in (known.by if name == DOERS else (name,))]
    posts = posts_named(named, department, desk.house.bundle.organisation)
    for to in addressees(desk, posts, department, now):
        data = queue_notice(desk, known.id, known.version, to, text, template=template, at=now)
        known = book.record(known, "notified", data, at=now)
    return known
