"""A house to try cases in: the packaged policies, the sample staff on their roster, a journal in memory, a clock
that the test moves. Texts are typed as people type them; moves go through the same use cases as the command."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from estatectl.adapters.concepts import AutomatonFinder
from estatectl.adapters.engines import LiveEngine
from estatectl.adapters.policyfiles.loading import load_bundle
from estatectl.adapters.sheets import read_rows
from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.cli.roster import COLUMNS as SHIFTS
from estatectl.cli.staff import COLUMNS as PEOPLE
from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.case import Case, fold
from estatectl.domain.cases.clocks import ClockState, Run
from estatectl.domain.entries import Entry
from estatectl.domain.problems import EstateError, Problem
from estatectl.usecases.acknowledging import acknowledge
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.journal import Project, cases_projection
from estatectl.usecases.moving import Moved, make_move
from estatectl.usecases.opening import open_case
from estatectl.usecases.people import import_people
from estatectl.usecases.ports import CaseQuery, CaseRow
from estatectl.usecases.roster import roster
from estatectl.usecases.staffing.certifying import COLUMNS as CERTIFICATES
from estatectl.usecases.staffing.certifying import certify
from estatectl.usecases.ticking import Ticked, tick
from estatectl.usecases.timing import clock_states
from estatectl.usecases.viewing import CaseView, view_case
from estatectl.usecases.weighing import Wish
from estatectl.wiring.places import packaged, sample
from tests.people.estate import Copies

DESK = "su_xiaoman"
CS_HEAD = "lin_ruoqing"
MAINTENANCE_HEAD = "wu_jianguo"
CLEANING_HEAD = "yin_guilan"
SECURITY_HEAD = "lei_zhengang"
DEPUTY = "gu_wenxi"
GENERAL = "shen_yichuan"
PLUMBER = "zhao_qiang"
HEADS = {
    "customer_service": CS_HEAD,
    "maintenance": MAINTENANCE_HEAD,
    "cleaning": CLEANING_HEAD,
    "security": SECURITY_HEAD,
    "greening": "bai_songtao",
    "administration": "shao_jing",
    "management": GENERAL,
}
OWNER = {"address": "3栋2单元1201", "owner": "王先生", "contact": "13800001111", "channel": "电话"}
SIGNED = "sha256:0f343b0931126a20f133d67c2b018a3b4e2f1f0c6d7a8b9c0d1e2f3a4b5c6d7e 验收单.jpg"
CHECKED = {
    "finish": {
        "old_parts": "returned",
        "facts": "属实，前台漏记",
        "promise": "明天上午上门道歉",
        "progress_told": "1",
    },
    "prepare": {
        "valve_located": "in_home",
        "valve_shut_at": "03:25",
        "damage": "客厅地板泡水",
        "gas_company_at": "10:05",
        "spoken_at": "10:05",
        "trapped": "0",
        "vulnerable": "否",
        "contractor_at": "10:20",
        "contractor_eta": "10:20",
        "cause": "unknown",
        "isolation_point": "户内配电箱",
        "others_affected": "否",
        "at_height": "否",
    },
    "follow_up": {"manner": "good"},
    "inspect": {"test_run": "15", "readings": "0.35 MPa", "cause_found": "密封件老化"},
}
"""What people write into the checklists where "all in order" does not say enough."""


@cache
def bundle() -> Bundle:
    """The packaged policies, read once."""
    return load_bundle(packaged("policies"), cache=None)


@cache
def engine() -> LiveEngine:
    return LiveEngine()


@cache
def finder() -> AutomatonFinder:
    return AutomatonFinder(bundle().lexicon)


def when(text: str) -> datetime:
    """`05-06 09:00` on the estate's clock in 2026; seconds and a year may be given."""
    full = text if text.count("-") > 1 else f"2026-{text}"
    return datetime.fromisoformat(full).replace(tzinfo=bundle().estate.zone)


@cache
def _founded() -> SqliteJournal:
    """A journal with the sample staff, and their roster from April to July 2026."""
    journal = SqliteJournal.in_memory()
    house = _house(journal, when("04-01 08:00"), "system")
    import_people(house, read_rows(sample("staff.csv"), PEOPLE))
    certify(house, read_rows(sample("certificates.csv"), CERTIFICATES))
    shifts = read_rows(sample("roster.csv"), SHIFTS)
    spring = {"since": "2026-04-01", "until": "2026-07-01"}
    roster(
        house,
        [
            replace(
                row, cells={name: replace(cell, text=spring.get(name, cell.text)) for name, cell in row.cells.items()}
            )
            for row in shifts
        ],
    )
    with journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        Desk(house, unit, house.now)  # adopts the policies
    return journal


def _house(journal: SqliteJournal, now: datetime, actor: str, policies: Bundle | None = None) -> House:
    return House(
        bundle=policies or bundle(),
        journal=journal,
        engine=engine(),
        correlator=engine(),
        finder=finder(),
        snapshots=Copies(),
        now=now,
        actor=actor,
    )


def _connection(journal: SqliteJournal) -> sqlite3.Connection:
    return journal._database._connection


@dataclass
class Estate:
    """An estate that a test works in. `now` moves only when the test says so."""

    journal: SqliteJournal
    now: datetime

    @classmethod
    def founded(cls, now: str = "05-06 09:00") -> Estate:
        """A new estate with its staff on the roster."""
        journal = SqliteJournal.in_memory()
        _connection(_founded()).backup(_connection(journal))
        return cls(journal, when(now))

    def copy(self) -> Estate:
        """The same estate as it stands, going its own way from here."""
        journal = SqliteJournal.in_memory()
        _connection(self.journal).backup(_connection(journal))
        return Estate(journal, self.now)

    def at(self, text: str) -> Estate:
        """Let it be this instant."""
        self.now = when(text)
        return self

    def later(self, **time: float) -> Estate:
        """Let so much time pass."""
        self.now += timedelta(**time)
        return self

    def house(self, by: str = "system") -> House:
        return _house(self.journal, self.now, by)

    def project(self) -> Project:
        return cases_projection(self.house())

    # What people do.

    def open(self, content: str, *, by: str = DESK, at: str | None = None, **given: str) -> Case:
        """A request as the desk writes it down."""
        fields = {"content": content, **OWNER, **given}
        return open_case(self.house(by), "request", fields, at=when(at) if at else None).case

    def move(
        self,
        case: Case | str,
        move: str,
        *,
        by: str,
        checks: dict[str, str] | None = None,
        all_in_order: bool = True,
        override: str | None = None,
        at: str | None = None,
        **given: str,
    ) -> Moved:
        """A move by somebody; checklists are in order unless the test says otherwise."""
        name = case if isinstance(case, str) else case.id
        return make_move(
            self.house(by),
            Wish(
                case=name,
                move=move,
                given=given,
                answers=checks or {},
                all_in_order=all_in_order,
                override=override,
                at=when(at) if at else None,
            ),
        )

    def do(self, case: Case | str, move: str, *, by: str, **wish: object) -> Case:
        """As `move`, with the usual answers to its checklists; the case as it stands afterwards."""
        checks = wish.pop("checks", None)
        known = set() if wish.get("satisfaction") == "未联系上" else self.asked(case, move)
        usual = {name: text for name, text in CHECKED.get(move, {}).items() if name in known}
        answers = {**usual, **(checks if isinstance(checks, dict) else {})}
        return self.move(case, move, by=by, checks=answers, **wish).after  # type: ignore[arg-type]

    def asked(self, case: Case | str, move: str) -> set[str]:
        """The items of the checklists that a move asks of a case, whatever it brings."""
        held = self.case(case if isinstance(case, str) else case.id)
        found = bundle().workflows[held.workflow].move(move)
        assert found is not None
        names = [use.id or held.text(use.named_by or "") for use in found.checklists]
        if move == "finish":
            names = ["complaint_handling" if held.text("type") == "complaint" else ""]
            ours = (held.text("type"), held.text("department")) == ("repair", "maintenance")
            names += ["record_hand_in" if ours else ""]
        return {item.id for name in names if name for item in bundle().checklists[name].items}

    def acknowledge(self, case: Case | str, *, by: str) -> Case:
        return acknowledge(self.house(by), case if isinstance(case, str) else case.id)

    def tick(self) -> Ticked:
        return tick(self.house())

    def tick_until(self, end: str, **step: float) -> None:
        """Tick as cron does, again and again up to an instant."""
        last = when(end)
        while self.now + timedelta(**step) <= last:
            self.later(**step)
            self.tick()
        self.now = last

    # What is there.

    def case(self, case_id: str) -> Case:
        found = fold(self.journal.stream(case_id))
        assert found is not None
        return found

    def row(self, case_id: str) -> CaseRow:
        found = self.journal.case(case_id)
        assert found is not None
        return found

    def view(self, case_id: str) -> CaseView:
        return view_case(self.house(), case_id)

    def cases(self, **query: object) -> tuple[CaseRow, ...]:
        return self.journal.cases(CaseQuery(**query))  # type: ignore[arg-type]

    def orders(self, request: Case | str) -> dict[str, str]:
        """The orders of a request by department."""
        name = request if isinstance(request, str) else request.id
        return {row.department or "": row.id for row in self.cases(parent=name, by_id=True)}

    def clock(self, case_id: str, clock: str) -> ClockState:
        return next(each for each in clock_states(self.house(), self.case(case_id), self.now) if each.spec.id == clock)

    def run(self, case_id: str, clock: str, number: int = 1) -> Run:
        return self.clock(case_id, clock).runs[number - 1]

    def entries(self, case_id: str, kind: str) -> list[Entry]:
        return [entry for entry in self.journal.stream(case_id) if entry.kind == kind]

    def told(self, case_id: str) -> list[str]:
        """Whom a case has told, in order."""
        return [str(entry.data["to_person"] or entry.data["to_post"]) for entry in self.entries(case_id, "notified")]

    def escalated(self, case_id: str, clock: str) -> list[tuple[str, str, str]]:
        """The steps of a clock so far: when on the estate's clock, the fate, and whom."""
        zone = bundle().estate.zone
        return [
            (
                entry.at.astimezone(zone).strftime("%m-%d %H:%M"),
                str(entry.data["fate"]),
                " ".join(entry.data["tell"]),  # type: ignore[arg-type]
            )
            for entry in self.entries(case_id, "escalated")
            if entry.data["clock"] == clock
        ]

    # The shortest ways through.

    def work(self, order: str, *, by: str, minutes: float = 10) -> Case:
        """An order from wherever it stands to being reported, by its handler."""
        head = HEADS[self.case(order).text("department") or ""]
        for move, maker, given in self._remaining(order, by, head):
            self.later(minutes=minutes)
            self.do(order, move, by=maker, **given)
        return self.case(order)

    def _remaining(self, order: str, by: str, head: str) -> Iterator[tuple[str, str, dict[str, object]]]:
        repair = (self.case(order).text("type"), self.case(order).text("department")) == ("repair", "maintenance")
        if self.case(order).stage == "issued":
            yield "assign", head, {"handler": by}
        if self.case(order).stage == "assigned":
            yield "contact", by, {}
            if self.case(order).text("preparation"):
                yield "prepare", by, {}
            yield "arrive", by, {}
        if self.case(order).stage == "on_site":
            if self.case(order).values.get("major") is True:
                yield "supervise", head, {}
            hours = {"minutes": "40", "materials": "角阀 1 个", "extra_work": "否"} if repair else {}
            yield "finish", by, {"work": "已处理", **hours}
        if self.case(order).stage == "finished":
            if repair and self.case(order).values.get("at_home") is True:
                yield "accept", by, {"signature": SIGNED}
            if self.case(order).values.get("important") is True:
                yield "inspect", head, {}
            done = self.now.strftime("%Y-%m-%dT%H:%M")
            yield "report", by, {"result": "已处理完", "finished_at": done, "satisfaction": "满意"}


def refusal(error: EstateError) -> list[str]:
    """The codes of a refusal, in order."""
    return [problem.code for problem in error.problems]


def said(problems: tuple[Problem, ...] | list[Problem]) -> str:
    """All that a refusal says in Chinese, hints included."""
    return "\n".join(problem.words.zh + (f"；{problem.hint.zh}" if problem.hint else "") for problem in problems)
