"""Meetings, minuted; their resolutions, each with a person and a date; tasks of managers."""

from __future__ import annotations

import pytest

from tests.office.house import (
    ADMIN,
    ADMIN_HEAD,
    CLEANER,
    DEPUTY,
    GENERAL,
    MAINTENANCE_HEAD,
    OTHER_ADMIN,
    PAPER,
    TECHNICIAN,
    Office,
)

WEEKLY = {
    "content": "第 46 周例会",
    "kind": "例会",
    "starts": "2026-11-11T10:00",
    "venue": "二楼会议室",
    "attendees": "主管",
}
LIGHTS = {
    "resolution": "更换地库照明",
    "responsible": MAINTENANCE_HEAD,
    "department": "maintenance",
    "due": "2026-11-20",
}


@pytest.fixture
def held(office: Office) -> Office:
    """A meeting that has been called and held."""
    assert office.done("meeting open", by=ADMIN, **WEEKLY) == "planned"
    office.done("meeting invite M-1 *", by=ADMIN)
    office.at("11-11 10:00")
    assert office.done("meeting hold M-1", by=ADMIN, attendees="全体主管") == "held"
    return office


def test_a_meeting_is_open_until_its_last_resolution_is_done(held: Office) -> None:
    assert held.done("meeting resolve M-1", by=ADMIN, **LIGHTS) == "held"
    gym = {**LIGHTS, "resolution": "健身房换锁", "responsible": TECHNICIAN}
    assert held.done("meeting resolve M-1", by=ADMIN, **gym) == "held"
    assert held.refused("meeting close M-1", by=ADMIN_HEAD) == ["EST-425"]  # no minutes yet
    assert held.done("meeting minute M-1", by=ADMIN, minutes=PAPER) == "minuted"
    assert held.clock("M-1", "minute")["verdict"] == "kept"
    assert held.refused("meeting close M-1", by=ADMIN_HEAD) == ["EST-426"]  # two resolutions open

    values = held.case("RS-2").values
    assert (values["content"], values["handler"], values["due"]) == ("健身房换锁", TECHNICIAN, "2026-11-20")
    assert held.told("RS-2") == [TECHNICIAN]
    held.done("resolution report RS-1", by=MAINTENANCE_HEAD, result="已换 40 盏")
    held.done("resolution close RS-1", by=DEPUTY)
    assert held.refused("meeting close M-1", by=ADMIN_HEAD) == ["EST-426"]  # one still open
    held.done("resolution drop RS-2", by=DEPUTY, reason="门锁已由厂家更换")
    assert held.done("meeting close M-1", by=ADMIN_HEAD) == "closed"


@pytest.mark.parametrize("left_out", ["resolution", "responsible", "department", "due"])
def test_a_resolution_has_a_person_and_a_date(held: Office, left_out: str) -> None:
    given = {name: text for name, text in LIGHTS.items() if name != left_out}
    assert held.refused("meeting resolve M-1", by=ADMIN, **given) == ["EST-450"]


def test_a_resolution_for_somebody_who_is_not_on_the_staff_is_refused(held: Office) -> None:
    assert held.refused("meeting resolve M-1", by=ADMIN, **{**LIGHTS, "responsible": "张三"}) == ["EST-464"]


def test_whoever_answers_for_a_resolution_neither_closes_nor_redates_it(held: Office) -> None:
    held.done("meeting resolve M-1", by=ADMIN, **{**LIGHTS, "responsible": DEPUTY})
    new = {"due": "2026-11-30", "reason": "等货"}
    assert held.refused("resolution redate RS-1", by=DEPUTY, **new) == ["EST-422"]
    assert held.done("resolution redate RS-1", by=GENERAL, **new) == "open"
    assert held.clock("RS-1", "carry_out")["due"] == "12-01 00:00"
    held.done("resolution report RS-1", by=DEPUTY, result="办了")
    assert held.refused("resolution close RS-1", by=DEPUTY) == ["EST-422"]
    assert held.refused("resolution close RS-1", by=ADMIN_HEAD) == ["EST-421"]
    assert held.done("resolution close RS-1", by=GENERAL) == "done"


def test_a_resolution_sent_back_is_due_on_a_new_day(held: Office) -> None:
    held.done("meeting resolve M-1", by=ADMIN, **LIGHTS)
    held.done("resolution report RS-1", by=MAINTENANCE_HEAD, result="已换")
    assert held.refused("resolution send_back RS-1", by=DEPUTY, reason="B2 没换") == ["EST-450"]
    assert held.done("resolution send_back RS-1", by=DEPUTY, reason="B2 没换", due="2026-11-25") == "open"
    clock = held.clock("RS-1", "carry_out")
    assert (clock["run"], clock["due"], clock["verdict"]) == (2, "11-26 00:00", "running")


def test_a_resolution_that_is_late_climbs(held: Office) -> None:
    held.done("meeting resolve M-1", by=ADMIN, **LIGHTS)
    held.at("11-21 00:00")
    assert held.clock("RS-1", "carry_out")["verdict"] == "running"  # the day has just ended
    held.at("11-21 00:00:01")
    assert held.clock("RS-1", "carry_out")["verdict"] == "breached"
    held.at("11-23 00:00")
    assert held.told("RS-1")[-1] == DEPUTY


def test_a_meeting_that_nobody_called_is_not_held(office: Office) -> None:
    office.done("meeting open", by=ADMIN, **WEEKLY)
    assert office.refused("meeting hold M-1", by=ADMIN, attendees="全体") == ["EST-426"]
    assert office.refused("meeting invite M-1", by=ADMIN) == ["EST-372"] * 3 + ["EST-458"]  # the sheet is empty
    late = "meeting invite M-1 * a_day_ahead=no"
    assert office.done(late, by=ADMIN) == "planned"  # called late: written down, and held all the same
    assert office.done("meeting hold M-1", by=ADMIN, attendees="全体") == "held"


def test_minutes_are_due_within_a_day(held: Office) -> None:
    assert held.clock("M-1", "minute")["due"] == "11-12 10:00"
    held.at("11-12 10:00:01")
    assert held.clock("M-1", "minute")["verdict"] == "breached"
    assert ADMIN_HEAD in held.told("M-1")


# Tasks.

STOCK = {"content": "整理仓库", "handler": OTHER_ADMIN, "department": "administration", "due": "2026-11-13"}


def test_a_task_is_confirmed_by_whoever_gave_it(office: Office) -> None:
    assert office.done("task open", by=ADMIN_HEAD, **STOCK) == "given"
    assert office.told("T-1") == [OTHER_ADMIN]
    assert office.refused("task finish T-1", by=ADMIN, result="好了") == ["EST-421"]  # not theirs
    assert office.done("task take T-1", by=OTHER_ADMIN) == "doing"
    assert office.done("task finish T-1", by=OTHER_ADMIN, result="已清点上架") == "to_confirm"
    assert office.told("T-1")[-1] == ADMIN_HEAD
    assert office.refused("task confirm T-1", by=OTHER_ADMIN) == ["EST-421", "EST-422"]
    assert office.done("task confirm T-1", by=ADMIN_HEAD) == "done"


def test_nobody_moves_their_own_deadline(office: Office) -> None:
    office.done("task open", by=ADMIN_HEAD, **{**STOCK, "handler": ADMIN_HEAD})
    new = {"due": "2026-12-01", "reason": "忙"}
    assert office.refused("task redate T-1", by=ADMIN_HEAD, **new) == ["EST-422"]
    assert office.done("task redate T-1", by=DEPUTY, **new) == "given"


def test_a_cleaner_gives_no_tasks(office: Office) -> None:
    assert office.refused("task open", by=CLEANER, **STOCK) == ["EST-421"]


def test_a_task_passed_on_is_another_s_to_do(office: Office) -> None:
    office.done("task open", by=ADMIN_HEAD, **STOCK)
    office.done("task take T-1", by=OTHER_ADMIN)
    assert office.done("task pass_on T-1", by=ADMIN_HEAD, handler=ADMIN, reason="请假") == "given"
    assert office.refused("task finish T-1", by=OTHER_ADMIN, result="好了") == ["EST-421"]
    assert office.done("task finish T-1", by=ADMIN, result="好了") == "to_confirm"
    assert office.done("task send_back T-1", by=ADMIN_HEAD, reason="还有两箱", due="2026-11-16") == "doing"
    assert office.case("T-1").counters == {"returns": 1}
