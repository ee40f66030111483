"""What follows from findings, tried without rounds: cases opened by people, or by the system as a finding would."""

from __future__ import annotations

from estatectl.domain.cases.case import Case, Values
from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.entries import Entry
from estatectl.usecases.desk import Desk
from estatectl.usecases.following import begin_case, perform
from estatectl.usecases.opening import open_case
from estatectl.usecases.people import acting_person
from estatectl.usecases.ticking import advance
from estatectl.usecases.weighing import Wish, weigh
from tests.cases.house import Estate

PHOTO = "sha256:1f343b0931126a20f133d67c2b018a3b4e2f1f0c6d7a8b9c0d1e2f3a4b5c6d7e 整改后.jpg"
CLEANER, OTHER_CLEANER = "lu_xiuying", "he_chunlan"
GARDENER, OTHER_GARDENER, GREENING_HEAD = "miao_qing", "ge_fuling", "bai_songtao"
GUARD, CCTV = "wang_zhipeng", "jiang_li"

READING: Values = {
    "finding": "reading",
    "round": "RD-12/1",
    "subject": "fire_pump_1",
    "item": "test_run",
    "reading_found": "0.2 MPa",
    "limit": "≥ 0.4 MPa",
    "content": "消防泵房日巡查：出水压力 0.2 MPa，应为 ≥ 0.4 MPa",
    "department": "maintenance",
    "statutory": False,
}
"""What a case takes over from a reading that is out of its limits."""

MISSED: Values = {
    "finding": "missed",
    "round": "RD-13/1",
    "subject": "lift_b3_2",
    "content": "电梯日巡查（3栋2单元电梯）漏做",
    "department": "maintenance",
    "statutory": True,
    "severity": "critical",
}


def opened(estate: Estate, workflow: str, *, by: str, **given: str) -> Case:
    """A case as somebody opens it."""
    return open_case(estate.house(by), workflow, given).case


def found(estate: Estate, values: Values, *, workflow: str = "correction", **more: FieldValue | None) -> Case:
    """A case as the system opens it because of a finding."""
    house = estate.house()
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        desk = Desk(house, unit, house.now)
        case = begin_case(desk, house.bundle.workflows[workflow], {**values, **more}).case
        for touched in desk.touched():
            advance(desk, touched)
        return desk.case(case.id)


def retested(estate: Estate, case: Case | str, reading: str, *, passed: bool, by: str) -> Case:
    """A test of the same item again, with what the sheet says of it."""
    house, name = estate.house(by), case if isinstance(case, str) else case.id
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        desk = Desk(house, unit, house.now)
        known = desk.case(name)
        move = desk.workflow(known).move("retest")
        assert move is not None
        wish = Wish(case=name, move="retest", given={"reading": reading})
        values, more = weigh(desk, known, move, wish, acting_person(house, unit))
        after = perform(desk, known, move, {**values, "passed": passed}, actor=by, more=more)
        for touched in desk.touched():
            advance(desk, touched)
        return desk.case(after.id)


def made_up(estate: Estate, case: Case) -> Case:
    """The round that was missed has been done after all."""
    house = estate.house()
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        desk = Desk(house, unit, house.now)
        known = desk.case(case.id)
        move = next(each for each in desk.workflow(known).moves if each.made_up)
        return perform(desk, known, move, {}, actor="system")


def texts(entries: list[Entry]) -> list[str]:
    """The notices in Chinese."""
    return [str(entry.data["text_zh"]) for entry in entries]
