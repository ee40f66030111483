"""Nights to be rendered: with something violated, unproven and waived, and a control with nothing to judge."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from estatectl.domain.controls.control import Control, Severity
from estatectl.domain.controls.night import Judged, Night, Outcome, Repeat, Verdict
from estatectl.domain.controls.scopes import Scope, ScopeKind
from estatectl.domain.controls.subjects import Subject
from estatectl.domain.controls.waivers import Waiver
from estatectl.domain.problems import Place
from estatectl.domain.rules.facts import Facts
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same
from tests.reports.sample import END, NASTY, START, ZONE

PLACE = Place("policies/controls/到场 in_time.yaml", 7, 3)


def control(name: str, severity: Severity, *clauses: str, title: Words | None = None) -> Control:
    return Control(
        id=name,
        title=title or same(name),
        clauses=clauses,
        source="practice",
        over=Scope(ScopeKind.CASES, (), PLACE),
        where=None,
        require=Node(PLACE.file, [PLACE.line, PLACE.col, {}]),
        severity=severity,
        answers=("maintenance_supervisor",),
        evidence=Words(zh="到场不晚于时限", en="arrival is not after the limit"),
        remedy=Words(zh="查明原因", en="find out why"),
        place=PLACE,
    )


def subject(name: str, title: str = "a job") -> Subject:
    facts: Facts = {"state": "breached", "late_hours": Decimal(2)}
    return Subject(id=name, title=same(title), facts=facts, department="maintenance", evidence=(12, 14))


ARRIVE = control("arrive", Severity.MAJOR, "2.3.2.1", title=Words(zh="维修按时到场", en="Repairs are reached in time"))
LIFTS = control("lifts", Severity.CRITICAL, "3.2.1.1")
KEYS = control("keys", Severity.MINOR, "2.4.2.1", "2.3.2.1")
POOL = control("pool", Severity.MINOR)
WAIVER = Waiver(
    id="old_lift",
    title=Words(zh="旧电梯", en="The old lift"),
    control="lifts",
    subjects=("RD-*",),
    owner="maintenance_supervisor",
    approved_by="general_manager",
    reason=Words(zh="大修中", en="being overhauled"),
    since=date(2026, 10, 1),
    until=date(2026, 10, 31),
    place=PLACE,
)
VIOLATED = Verdict(ARRIVE, subject("O-12/arrive/1", NASTY), Outcome.VIOLATED)
SECOND = Verdict(ARRIVE, subject("O-14/arrive/1"), Outcome.VIOLATED)
UNPROVEN = Verdict(LIFTS, subject("RD-7"), Outcome.UNPROVEN, ("score", "done"))
WAIVED = Verdict(LIFTS, subject("RD-8"), Outcome.WAIVED, (), WAIVER)


def counts(satisfied: int = 0, violated: int = 0, unproven: int = 0, waived: int = 0) -> dict[Outcome, int]:
    return dict(zip(Outcome, (satisfied, violated, unproven, waived), strict=True))


NIGHT = Night(
    day=date(2026, 10, 9),
    at=END,
    since=START,
    policy="11dbc2d783ba7cd116037f590da9e868147d8605b40db406b72c85dd85628d99",
    judged=(
        Judged(ARRIVE, counts(satisfied=33, violated=2), (VIOLATED, SECOND)),
        Judged(KEYS, counts(satisfied=5), ()),
        Judged(LIFTS, counts(unproven=1, waived=1), (UNPROVEN,), (WAIVED,)),
        Judged(POOL, counts(), ()),
    ),
    before=date(2026, 10, 8),
    new=(VIOLATED.id, UNPROVEN.id),
    continuing=(SECOND.id,),
    resolved=("keys@KEY-4",),
    repeats=(Repeat(ARRIVE, "luo_shengli", 3),),
    nights_known=12,
    lapsed=(WAIVER,),
)
QUIET = Night(
    day=date(2026, 10, 9),
    at=datetime(2026, 10, 10, tzinfo=ZONE),
    since=START,
    policy=NIGHT.policy,
    judged=(Judged(KEYS, counts(satisfied=5), ()),),
    before=date(2026, 10, 8),
)
