"""An estate to try rounds in: the packaged policies with five programmes of its own, staff on their roster, a journal
in memory, a clock that the test moves."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from estatectl.adapters.policyfiles.loading import load_bundle
from estatectl.adapters.sheets import read_rows
from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.cli.roster import COLUMNS as SHIFTS
from estatectl.cli.staff import COLUMNS as PEOPLE
from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.case import Case, fold
from estatectl.domain.entries import Entry
from estatectl.domain.problems import EstateError, Problem
from estatectl.domain.rounds.round import Round
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.moving import make_move
from estatectl.usecases.people import import_people
from estatectl.usecases.ports import CaseQuery, CaseRow, RoundQuery, RoundRow
from estatectl.usecases.roster import roster
from estatectl.usecases.rounds.book import load_round
from estatectl.usecases.rounds.recording import Recorded, RoundWish, record_round
from estatectl.usecases.rounds.ticking import RoundsTicked, tick_rounds
from estatectl.usecases.staffing.certifying import COLUMNS as CERTIFICATES
from estatectl.usecases.staffing.certifying import certify
from estatectl.usecases.ticking import tick
from estatectl.usecases.weighing import Wish
from estatectl.wiring.places import packaged, sample
from tests.cases.house import engine, finder
from tests.people.estate import Copies

OWN = Path(__file__).parent / "estate"
CLEANER = "ke_meiling"
SIGNED = "sha256:0f343b0931126a20f133d67c2b018a3b4e2f1f0c6d7a8b9c0d1e2f3a4b5c6d7e 单.jpg"
_LEFT_OUT = ("programmes", "round_*", "controls", "kpis", "waivers")


def laid_out(target: Path) -> Path:
    """The packaged policies without their rounds and what is said of them, and the programmes of these tests."""
    shutil.copytree(packaged("policies"), target, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    shutil.copytree(OWN, target, dirs_exist_ok=True)
    for name in ("charter.yaml", "organisation.yaml"):
        text = (target / name).read_text(encoding="utf-8")
        (target / name).write_text(_CARRIED.sub(_without_rounds, text), encoding="utf-8")
    for plan in (target / "plans").glob("*.yaml"):
        text = plan.read_text(encoding="utf-8")
        plan.write_text(_PRACTISED.sub("", text), encoding="utf-8")
    return target


_PRACTISED = re.compile(r"^(drills|review): .*\n", re.MULTILINE)


_CARRIED = re.compile(r"carried_by: \[(.*)\]")


_INSTEAD = {
    '"programme:pool_gate"': '"programme:pool_opening"',
    '"programme:patrol_night"': '"programme:night_patrol"',
}


def _without_rounds(carried: re.Match[str]) -> str:
    """What carries a clause: less the packaged rounds, controls and figures, and with those of these tests."""
    texts = (path.read_text(encoding="utf-8") for path in OWN.glob("programmes/*.yaml"))
    own = {f'"programme:{name}"' for text in texts for name in re.findall(r"^id: (\w+)", text, re.MULTILINE)}
    gone = r"programme:|checklist:round_|control:|kpi:"
    listed = [_INSTEAD.get(each, each) for each in carried[1].split(", ")]
    kept = [each for each in listed if each in own or not re.search(gone, each)]
    return f"carried_by: [{', '.join(kept)}]" if kept else "carried_by: pending"


def take_away(root: Path, name: str) -> None:
    """An administrator takes a programme away, and what is said of it: nothing is carried by it any more."""
    (root / name).unlink()
    carrier = f'"programme:{Path(name).stem}"'
    for file in ("charter.yaml", "organisation.yaml"):
        text = (root / file).read_text(encoding="utf-8")
        (root / file).write_text(_CARRIED.sub(lambda carried: _less(carried[1], carrier), text), encoding="utf-8")


def _less(listed: str, carrier: str) -> str:
    kept = [each for each in listed.split(", ") if each != carrier]
    return f"carried_by: [{', '.join(kept)}]" if kept else "carried_by: pending"


def edited(changes: Mapping[str, Mapping[str, str]], gone: tuple[str, ...] = ()) -> Bundle:
    """The policies after an administrator changed texts in files, or took files away."""
    with tempfile.TemporaryDirectory() as folder:
        root = laid_out(Path(folder) / "policies")
        for name, pairs in changes.items():
            text = (root / name).read_text(encoding="utf-8")
            for before, after in pairs.items():
                assert before in text, before
                text = text.replace(before, after)
            (root / name).write_text(text, encoding="utf-8")
        for name in gone:
            take_away(root, name)
        loaded = load_bundle(root, cache=None)
        return Bundle(loaded.digest, loaded.documents, loaded.vocabulary)


@cache
def bundle() -> Bundle:
    return edited({})


def when(text: str) -> datetime:
    """`05-06 09:00` on the estate's clock in 2026; seconds and a year may be given."""
    full = text if text.count("-") > 1 else f"2026-{text}"
    return datetime.fromisoformat(full).replace(tzinfo=bundle().estate.zone)


@cache
def _staffed() -> SqliteJournal:
    journal = SqliteJournal.in_memory()
    house = Estate(journal, when("04-01 08:00"), bundle()).house()
    import_people(house, read_rows(sample("staff.csv"), PEOPLE))
    certify(house, read_rows(sample("certificates.csv"), CERTIFICATES))
    spring = {"since": "2026-03-01", "until": "2026-07-01"}
    rows = read_rows(sample("roster.csv"), SHIFTS)
    roster(
        house,
        [
            replace(
                row, cells={name: replace(cell, text=spring.get(name, cell.text)) for name, cell in row.cells.items()}
            )
            for row in rows
        ],
    )
    return journal


@dataclass
class Estate:
    """An estate that a test works in. `now` and `policies` change only when the test says so."""

    journal: SqliteJournal
    now: datetime
    policies: Bundle

    @classmethod
    def founded(cls, now: str = "05-06 00:00", policies: Bundle | None = None) -> Estate:
        """A new estate that takes up its policies at an instant; rounds are planned from there on."""
        journal = SqliteJournal.in_memory()
        _staffed()._database._connection.backup(journal._database._connection)
        estate = cls(journal, when(now), policies or bundle())
        with journal.unit(now=estate.now, policy=estate.policies.digest) as unit:
            Desk(estate.house(), unit, estate.now)  # adopts the policies
        return estate

    def copy(self) -> Estate:
        """The same estate as it stands, going its own way from here."""
        journal = SqliteJournal.in_memory()
        self.journal._database._connection.backup(journal._database._connection)
        return Estate(journal, self.now, self.policies)

    def at(self, text: str) -> Estate:
        self.now = when(text)
        return self

    def house(self, by: str = "system") -> House:
        return House(
            bundle=self.policies,
            journal=self.journal,
            engine=engine(),
            correlator=engine(),
            finder=finder(),
            snapshots=Copies(),
            now=self.now,
            actor=by,
        )

    def under(self, policies: Bundle) -> Estate:
        """Other policies from now on, noticed by whatever is done next."""
        self.policies = policies
        return self

    # What time and people do.

    def tick(self) -> RoundsTicked:
        """What cron does: cases and rounds."""
        tick(self.house())
        return tick_rounds(self.house())

    def record(self, round_id: str, *, by: str, **wish: object) -> Recorded:
        return record_round(self.house(by), RoundWish(round=round_id, **wish))  # type: ignore[arg-type]

    def move(self, case: str, move: str, *, by: str, **given: str) -> Case:
        return make_move(self.house(by), Wish(case=case, move=move, given=given)).after

    # What is there.

    def rounds(self, programme: str | None = None, **query: object) -> tuple[RoundRow, ...]:
        names = (programme,) if programme else None
        return self.journal.rounds(RoundQuery(programmes=names, **query))  # type: ignore[arg-type]

    def only(self, programme: str, **query: object) -> str:
        """The id of the one round that there is."""
        [row] = self.rounds(programme, **query)
        return row.id

    def round(self, round_id: str) -> Round:
        return load_round(self.journal, round_id)

    def cases(self, workflow: str) -> tuple[CaseRow, ...]:
        return self.journal.cases(CaseQuery(workflow=workflow, by_id=True))

    def case(self, case_id: str) -> Case:
        found = fold(self.journal.stream(case_id))
        assert found is not None
        return found

    def entries(self, stream: str, kind: str) -> list[Entry]:
        return [entry for entry in self.journal.stream(stream) if entry.kind == kind]

    def told(self, stream: str) -> list[str]:
        return [str(entry.data["to_person"] or entry.data["to_post"]) for entry in self.entries(stream, "notified")]

    def times(self, programme: str, subject: str | None = None) -> list[str]:
        """When its rounds are due, on the estate's clock, in order."""
        zone = self.policies.estate.zone
        return [row.due.astimezone(zone).strftime("%m-%d %H:%M") for row in self.rounds(programme, subject=subject)]


def codes(refused: EstateError) -> list[str]:
    return [problem.code for problem in refused.problems]


def problems(refused: EstateError) -> Iterator[Problem]:
    return iter(refused.problems)
