"""Clocks of the default workflows on the dot and one second over; `tick` late, repeated and after an outage."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from estatectl.domain.cases.clocks import Verdict
from tests.cases.house import CS_HEAD, DESK, HEADS, MAINTENANCE_HEAD, PLUMBER, SIGNED, Estate, bundle, when
from tests.cases.test_repairs import FINISHED, on_site, repair

SECOND = timedelta(seconds=1)
CLASSES = {
    "an emergency": {"type": "报修", "urgency": "紧急", "department": "维修部"},
    "an urgent repair": {"type": "报修", "urgency": "加急", "department": "维修部"},
    "a normal repair": {"type": "报修", "urgency": "一般", "department": "维修部"},
    "a normal repair of another department": {"type": "报修", "urgency": "一般", "department": "保洁部"},
    "a complaint": {"type": "投诉", "urgency": "一般", "department": "安保部"},
    "a question": {"type": "咨询", "urgency": "一般", "department": "客服部"},
    "a suggestion": {"type": "建议", "urgency": "一般", "department": "绿化部"},
}
DUE = {
    # opened on Wednesday the 6th of May at nine; each clock of the order from then
    ("an emergency", "assign"): "05-06 09:03",
    ("an emergency", "contact"): "05-06 09:05",
    ("an emergency", "arrive"): "05-06 09:15",
    ("an emergency", "complete"): "05-06 11:00",
    ("an urgent repair", "assign"): "05-06 09:10",
    ("an urgent repair", "contact"): "05-06 09:15",
    ("an urgent repair", "arrive"): "05-06 09:30",
    ("an urgent repair", "complete"): "05-07 09:00",
    ("a normal repair", "assign"): "05-06 09:30",
    ("a normal repair", "contact"): "05-06 11:00",
    ("a normal repair", "arrive"): "05-06 15:00",  # three hours to noon, one after the rest
    ("a normal repair", "complete"): "05-08 09:00",
    ("a normal repair of another department", "arrive"): "05-06 11:00",
    ("a normal repair of another department", "complete"): "05-07 09:00",
    ("a complaint", "contact"): "05-06 11:00",
    ("a complaint", "complete"): "05-08 09:00",
    ("a question", "complete"): "05-07 09:00",
    ("a suggestion", "complete"): "05-07 09:00",
}


def dispatched(estate: Estate, kind: str) -> str:
    request = estate.open("请看一下", **CLASSES[kind])
    if request.stage == "accepted":
        estate.do(request, "dispatch", by=DESK)
    return estate.orders(request)[estate.case(request.id).text("department") or ""]


@pytest.mark.parametrize(("kind", "clock"), DUE, ids=str)
def test_an_order_is_promised_by(estate: Estate, kind: str, clock: str) -> None:
    order = dispatched(estate, kind)
    assert estate.run(order, clock).due_at == when(DUE[kind, clock])


@pytest.mark.parametrize(
    ("late", "verdict"), [(0, Verdict.KEPT), (1, Verdict.BREACHED)], ids=["on the dot", "a second over"]
)
@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize("clock", ["assign", "contact", "arrive", "complete", "feedback"])
def test_done_at_the_due_instant_is_kept_and_a_second_later_is_late(
    estate: Estate, kind: str, clock: str, late: int, verdict: Verdict
) -> None:
    """Whatever clock and class it is: the promise is judged by the instant of the deed."""
    order = dispatched(estate, kind)
    _up_to(estate, order, clock)
    states = {state.spec.id: state for state in estate.view(order).states}
    if clock not in states:
        return  # nothing is promised of this class here
    due = estate.run(order, clock).due_at
    assert due is not None
    estate.now = due + late * SECOND
    _stop(estate, order, clock)
    run = estate.run(order, clock)
    assert (run.verdict, run.stopped_at) == (verdict, due + late * SECOND)
    held = estate.case(order).verdict_of(clock, 1)
    assert held is not None
    assert held.kept is (late == 0)
    assert ((clock, 1) in estate.case(order).breached) is (late == 1)


def _maker(estate: Estate, order: str) -> str:
    return {
        "maintenance": PLUMBER,
        "cleaning": "lu_xiuying",
        "security": "wang_zhipeng",
        "customer_service": "xu_anran",
        "greening": "miao_qing",
    }[estate.case(order).text("department") or ""]


def _up_to(estate: Estate, order: str, clock: str) -> None:
    """Everything before the deed that stops the clock."""
    maker, head = _maker(estate, order), HEADS[estate.case(order).text("department") or ""]
    before = ["assign", "contact", "arrive", "complete", "feedback"]
    if clock == "assign":
        return
    estate.do(order, "assign", by=head, handler=maker)
    if before.index(clock) >= 2 and estate.case(order).text("preparation"):
        estate.do(order, "prepare", by=maker)
    if before.index(clock) >= 3:
        estate.do(order, "arrive", by=maker)
    if clock == "feedback":
        _stop(estate, order, "complete")
        if estate.case(order).text("type") == "repair":
            estate.do(order, "accept", by=maker, signature=SIGNED)


def _stop(estate: Estate, order: str, clock: str) -> None:
    maker, head = _maker(estate, order), HEADS[estate.case(order).text("department") or ""]
    repair = estate.case(order).text("type") == "repair"
    done = estate.now.astimezone(bundle().estate.zone).strftime("%Y-%m-%dT%H:%M")
    wishes: dict[str, tuple[str, str, dict[str, str]]] = {
        "assign": ("assign", head, {"handler": maker}),
        "contact": ("contact", maker, {}),
        "arrive": ("arrive", maker, {}),
        "complete": ("finish", maker, {**FINISHED, "extra_work": "否"} if repair else {"work": "已办"}),
        "feedback": ("report", maker, {"result": "好了", "finished_at": done, "satisfaction": "满意"}),
    }
    move, by, given = wishes[clock]
    estate.do(order, move, by=by, **given)


@pytest.mark.parametrize(
    ("late", "verdict"), [(0, Verdict.KEPT), (1, Verdict.BREACHED)], ids=["on the dot", "a second over"]
)
@pytest.mark.parametrize("clock", ["dispatch", "review", "follow_up", "complete"])
def test_the_desks_own_clocks_are_as_exact(estate: Estate, clock: str, late: int, verdict: Verdict) -> None:
    request = estate.open("请看一下", **CLASSES["a suggestion"])
    if clock in {"review", "follow_up"}:
        estate.do(request, "dispatch", by=DESK)
        estate.work(estate.orders(request)["greening"], by="miao_qing")
    if clock == "follow_up":
        estate.do(request, "approve", by=DESK)
    due = estate.run(request.id, clock).due_at
    assert due is not None
    estate.now = due + late * SECOND
    deeds: dict[str, tuple[str, dict[str, str]]] = {
        "dispatch": ("dispatch", {}),
        "complete": ("answer", {"answer": "好"}),
        "review": ("approve", {}),
        "follow_up": ("follow_up", {"channel": "电话", "satisfaction": "满意"}),
    }
    move, given = deeds[clock]
    estate.do(request, move, by=DESK, **given)
    assert estate.run(request.id, clock).verdict is verdict


def test_desk_time_stands_still_at_night(estate: Estate) -> None:
    """Written down at half past seven in the evening, the desk closes at eight: half an hour goes on the next day."""
    estate.at("05-06 19:45")
    request = estate.open("请看一下", **CLASSES["a question"])
    assert estate.run(request.id, "dispatch").due_at == when("05-07 08:15")
    estate.at("05-06 19:30")
    again = estate.copy().open("请看一下", **CLASSES["a question"])
    assert again.opened_at == when("05-06 19:30")


def test_a_limit_used_up_at_closing_time_is_due_at_closing_time(estate: Estate) -> None:
    estate.at("05-06 19:30")
    request = estate.open("请看一下", **CLASSES["a question"])
    assert estate.run(request.id, "dispatch").due_at == when("05-06 20:00")


# Ticks.


def busy(estate: Estate) -> None:
    """A few things left lying at different stages."""
    dispatched(estate, "an emergency")
    dispatched(estate, "an urgent repair")
    estate.open("请看一下", **CLASSES["a question"])
    _, order = repair(estate)
    on_site(estate, order)
    estate.do(order, "pause", by=PLUMBER, pause_reason="等外单位", evidence="函")


def known(estate: Estate) -> dict[str, object]:
    """What time brought, without the numbers of entries: breaches and steps with what they say of themselves."""
    found: dict[str, object] = {}
    for row in estate.cases(by_id=True):
        for entry in estate.journal.stream(row.id):
            if entry.kind == "breached":
                found[str(entry.key)] = (entry.at, dict(entry.data))
            elif entry.kind == "escalated":
                found[str(entry.key)] = (entry.data["due"], entry.data["fate"], entry.data["posts"])
    return found


def test_a_tick_repeated_does_nothing(estate: Estate) -> None:
    busy(estate)
    estate.later(hours=3).tick()
    head = estate.journal.head()
    again = estate.tick()
    assert (again.cases, again.breaches, again.sent) == ((), 0, 0)
    assert estate.journal.head() == head


def test_a_tick_looks_only_at_what_is_due(estate: Estate) -> None:
    busy(estate)
    quiet = estate.open("请看一下", **CLASSES["a suggestion"])
    before = {row.id: estate.case(row.id).version for row in estate.cases()}
    estate.later(seconds=20)
    due = {row.id for row in estate.cases() if row.wake_at is not None and row.wake_at <= estate.now}
    assert set(estate.tick().cases) == due
    assert quiet.id not in due
    grown = {name for name, version in before.items() if estate.case(name).version > version}
    assert grown == due


def test_a_late_tick_says_the_same_as_one_every_minute(estate: Estate) -> None:
    """The same breaches at the same instants; every step dealt with once. Only overdue repeats are noted, not sent."""
    busy(estate)
    start = estate.now
    minutely, late = estate.copy(), estate.copy()
    for minute in range(1, 181):
        minutely.now = start + timedelta(minutes=minute)
        minutely.tick()
    late.now = start + timedelta(minutes=180)
    late.tick()
    often, once = known(minutely), known(late)
    assert set(often) == set(once)
    assert any("breach" in key for key in often)
    different = {key for key in often if often[key] != once[key]}
    repeats = {key for key in different if "/step/" in key and not key.endswith("/0")}
    assert different == repeats
    assert all("missed" in once[key] for key in different)  # type: ignore[operator]
    assert minutely.tick().cases == late.tick().cases == ()


def test_after_an_outage_the_steps_go_out_in_order(estate: Estate) -> None:
    order = dispatched(estate, "an emergency")
    estate.later(minutes=16).tick()
    steps = [int(entry.data["step"]) for entry in estate.entries(order, "escalated") if entry.data["clock"] == "arrive"]  # type: ignore[call-overload]
    assert steps == sorted(steps) == [0, 1, 2]


def test_looking_only_at_the_wake_up_instants_gives_the_same_as_every_minute(estate: Estate) -> None:
    """`wake_at` is right: a tick before it finds nothing to do, and nothing is missed by sleeping until it."""
    busy(estate)
    start, end = estate.now, estate.now + timedelta(hours=4)
    every, woken = estate.copy(), estate.copy()
    for minute in range(1, 241):
        every.now = start + timedelta(minutes=minute)
        every.tick()
    instants = 0
    while (wake := _next_wake(woken)) is not None and wake <= end:
        before = woken.copy()
        before.now = wake - SECOND
        assert before.tick().cases == ()
        woken.now = max(wake, woken.now)
        ticked = woken.tick()
        assert ticked.cases
        instants += 1
        assert instants < 200
    assert set(known(every)) == set(known(woken))
    assert known(every) == known(woken)


def _next_wake(estate: Estate) -> datetime | None:
    return min((row.wake_at for row in estate.cases() if row.wake_at is not None), default=None)


def test_a_breach_is_recorded_as_of_the_due_instant(estate: Estate) -> None:
    order = dispatched(estate, "an urgent repair")
    estate.later(days=1).tick()
    breached = {str(entry.data["clock"]): entry.at for entry in estate.entries(order, "breached")}
    assert breached["assign"] == when("05-06 09:10")
    assert breached["arrive"] == when("05-06 09:30")


def test_a_deed_after_the_outage_is_late_even_before_the_tick(estate: Estate) -> None:
    """Nobody ticked; the arrival is late all the same, and is known to be."""
    order = dispatched(estate, "an urgent repair")
    estate.later(hours=2).do(order, "assign", by=MAINTENANCE_HEAD, handler=PLUMBER)
    assert ("assign", 1) in estate.case(order).breached
    assert estate.row(order).breaches >= 1


def test_a_post_that_nobody_holds_just_then_is_skipped_to_the_next(estate: Estate) -> None:
    """At night no customer-service head is on the roster: the deputy hears at once."""
    estate.at("05-06 19:45")
    request = estate.open("请看一下", **CLASSES["an urgent repair"])
    estate.tick_until("05-06 22:10", minutes=5)
    late = Estate.founded("05-06 23:30")
    request = late.open("请看一下", by="qian_lei", **CLASSES["an urgent repair"])
    late.later(minutes=10, seconds=1).tick()
    steps = late.escalated(request.id, "dispatch")
    fates = [fate for _, fate, _ in steps]
    assert "skipped" in fates
    assert "gu_wenxi" in late.told(request.id)


def test_the_path_of_a_kept_promise_ends(estate: Estate) -> None:
    request = estate.open("请看一下", **CLASSES["a question"])
    estate.later(minutes=31).tick()
    assert CS_HEAD in estate.told(request.id)
    estate.do(request, "answer", by=DESK, answer="好", satisfaction="满意")
    estate.do(request, "archive", by=CS_HEAD)
    told = len(estate.told(request.id))
    estate.later(days=2).tick()
    assert len(estate.told(request.id)) == told
    assert estate.row(request.id).wake_at is None
