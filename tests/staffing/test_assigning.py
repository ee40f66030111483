"""Whom the assignment table sends: by valid certificate, shift, load and building; never who is away or must stay."""

from __future__ import annotations

import pytest

from estatectl.domain.problems import EstateError
from estatectl.usecases.staffing.certifying import certify
from estatectl.usecases.staffing.leave import give_leave
from tests.cases.house import DESK, HEADS, MAINTENANCE_HEAD, PLUMBER, Estate, refusal
from tests.people.estate import row

LEAK, SHORT = "厨房水管漏水", "客厅插座没电了"


@pytest.fixture
def estate() -> Estate:
    """Wednesday morning: the plumber zhao_qiang and the mason luo_shengli are on duty, both with plumbing."""
    return Estate.founded("05-06 09:00")


def ordered(estate: Estate, content: str, department: str, **given: str) -> str:
    """The order of a request, not yet given to anybody."""
    request = estate.open(content, **given)
    return estate.orders(estate.do(request, "dispatch", by=DESK))[department]


def sent(estate: Estate, content: str, department: str = "maintenance", **given: str) -> str | None:
    """Whom the table names for the order of a request."""
    order = ordered(estate, content, department, **given)
    if (handler := estate.case(order).text("handler")) is not None:
        return handler  # an emergency goes out by itself
    return estate.do(order, "assign", by=HEADS[department]).text("handler")


def away(estate: Estate, person: str) -> None:
    house = estate.house(MAINTENANCE_HEAD)
    give_leave(house, (row(person=person, from_="2026-05-06", to="2026-05-06", kind="sick"),))


def expire(estate: Estate, person: str, skill: str) -> None:
    certify(estate.house(), (row(person=person, skill=skill, number="DG-1", until="2026-05-05"),))


def test_the_work_goes_to_somebody_on_duty_with_the_skill(estate: Estate) -> None:
    assert sent(estate, LEAK) == "luo_shengli"


def test_who_is_on_leave_is_passed_over(estate: Estate) -> None:
    away(estate, "luo_shengli")
    assert sent(estate, LEAK) == PLUMBER


def test_nobody_is_named_where_the_whole_department_is_away(estate: Estate) -> None:
    order = ordered(estate, LEAK, "maintenance")
    for person in estate.journal.people():
        if set(person.posts) & {"maintenance_technician", "maintenance_supervisor"}:
            house = estate.house("gu_wenxi")
            give_leave(house, (row(person=person.id, from_="2026-05-06", to="2026-05-06", kind="sick"),))
    with pytest.raises(EstateError) as error:
        estate.do(order, "assign", by=MAINTENANCE_HEAD)
    assert refusal(error.value) == ["EST-450"]


def test_an_expired_certificate_makes_nobody_skilled(estate: Estate) -> None:
    """Electrical work needs a licence by the staff plan; plumbing does not."""
    first = sent(estate.copy(), SHORT)
    assert first is not None
    expire(estate, first, "electrical")
    assert sent(estate, SHORT) != first


def test_a_certificate_is_good_on_its_last_day(estate: Estate) -> None:
    first = sent(estate.copy(), SHORT)
    assert first is not None
    certify(estate.house(), (row(person=first, skill="electrical", number="DG-1", until="2026-05-06"),))
    assert sent(estate, SHORT) == first


def test_the_next_job_goes_to_the_one_with_less_to_do(estate: Estate) -> None:
    first = sent(estate, LEAK)
    assert sent(estate, LEAK, address="8栋1单元301", contact="13900002222") != first


def test_the_next_job_in_the_same_building_goes_to_the_one_who_is_there(estate: Estate) -> None:
    first = sent(estate, LEAK)
    assert sent(estate, "卫生间下水堵了", address="3栋1单元902", contact="13900002222") == first


def test_who_must_stay_in_the_control_room_is_sent_nowhere(estate: Estate) -> None:
    """jiang_li and tian_tian hold the control room; a guard goes, however little the two have to do."""
    names = {
        sent(estate, "有陌生人尾随进楼", "security", address=f"{number + 1}栋1单元501", contact=f"1390000222{number}")
        for number in range(6)
    }
    assert not names & {"jiang_li", "tian_tian"}
    assert len(names) > 1
