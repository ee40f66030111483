"""How clocks stand: on the dot, one second over, paused, returned, merged, re-judged; and the laws they keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estatectl.domain.cases.clock_runs import due_of, explain_run, limit_problem, merge_targets, run_clock
from estatectl.domain.cases.clocks import ClockSpec, ClockState, DueAt, Mark, OnReturn, Pause, Target, Unit, Verdict
from estatectl.domain.durations import Duration
from estatectl.domain.problems import Problem
from estatectl.domain.words import same
from tests.time.time_build import NAME, OFFICE, at, calendar, codes, hours, minutes, node, shown, utc

DESK = calendar(id="office", **OFFICE)
SHELF = {"office": DESK}
COMPLETE = ClockSpec(
    id="complete",
    title=same("complete"),
    start_on=("opened",),
    stop_on=("finish",),
    restart_on=("return",),
    cancel_on=("cancel",),
    pause_reasons=("part_on_order",),
)
TWO_HOURS = Target(clock="complete", within=Duration(seconds=7200), unit=Unit.BUSINESS, calendar="office")
OPENED = "2026-03-06T09:00:00"


def mark(name: str, text: str) -> Mark:
    return Mark(name, at(DESK, text))


def state(
    *marks: Mark,
    now: str = "2026-03-06T10:00",
    spec: ClockSpec = COMPLETE,
    target: Target = TWO_HOURS,
    pauses: tuple[Pause, ...] = (),
) -> ClockState:
    history = (mark("opened", OPENED), *marks)
    return run_clock(spec, targets=(target,), marks=history, pauses=pauses, calendars=SHELF, now=at(DESK, now))


def pause(start: str, end: str | None, reason: str = "part_on_order") -> Pause:
    return Pause(at(DESK, start), None if end is None else at(DESK, end), reason)


@pytest.mark.parametrize(
    ("stopped", "verdict"),
    [
        pytest.param("2026-03-06T10:59:59", Verdict.KEPT, id="done a second before it is due is kept"),
        pytest.param("2026-03-06T11:00:00", Verdict.KEPT, id="done at the due instant is kept"),
        pytest.param("2026-03-06T11:00:01", Verdict.BREACHED, id="done a second late is a breach"),
    ],
)
def test_the_verdict_compares_recorded_instants(stopped: str, verdict: Verdict) -> None:
    late_look = state(mark("finish", stopped), now="2026-03-20T10:00")
    assert late_look.verdict is verdict


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        pytest.param("2026-03-06T08:59:59", Verdict.WAITING, id="before it is opened it waits"),
        pytest.param("2026-03-06T09:00:00", Verdict.RUNNING, id="it runs from the instant it is opened"),
        pytest.param("2026-03-06T11:00:00", Verdict.RUNNING, id="at the due instant it still runs"),
        pytest.param("2026-03-06T11:00:01", Verdict.BREACHED, id="a second later it is breached"),
    ],
)
def test_an_open_clock(now: str, verdict: Verdict) -> None:
    assert state(now=now).verdict is verdict


def test_a_limit_is_due_at_closing_and_the_night_does_not_breach_it() -> None:
    late = state(now="2026-03-09T09:00", target=replace(TWO_HOURS, within=Duration(seconds=27000)))
    run = late.current
    assert run is not None
    assert run.due_at is not None
    assert shown(DESK, run.due_at) == "2026-03-06T18:00"


@pytest.mark.parametrize(
    ("held", "due"),
    [
        pytest.param(
            pause("2026-03-06T10:00", "2026-03-06T10:45"), "2026-03-06T11:45", id="a pause pushes by its length"
        ),
        pytest.param(
            pause("2026-03-06T10:30", "2026-03-09T10:00"),
            "2026-03-09T10:30",
            id="a pause over a weekend pushes by its open hours only",
        ),
        pytest.param(
            pause("2026-03-06T07:00", "2026-03-06T08:30"),
            "2026-03-06T11:00",
            id="a pause before the start changes nothing",
        ),
        pytest.param(
            pause("2026-03-06T10:00:13", "2026-03-06T10:20:36"), "2026-03-06T11:20:23", id="a pause keeps its seconds"
        ),
        pytest.param(
            pause("2026-03-06T10:00", "2026-03-06T10:45", "owner_absent"),
            "2026-03-06T11:00",
            id="a reason that this clock does not allow does not pause it",
        ),
        pytest.param(
            pause("2026-03-06T10:00", "2026-03-06T10:00"), "2026-03-06T11:00", id="a pause of no length changes nothing"
        ),
    ],
)
def test_pauses_belong_to_the_clock(held: Pause, due: str) -> None:
    run = state(now="2026-03-20T10:00", pauses=(held,)).current
    assert run is not None
    assert run.due_at is not None
    assert shown(DESK, run.due_at) == due


def test_a_pause_that_lasts_leaves_no_due_instant_and_no_time_passes() -> None:
    held = pause("2026-03-06T10:00", None)
    for now in ("2026-03-06T10:00:01", "2026-03-20T10:00"):
        run = state(now=now, pauses=(held,)).current
        assert run is not None
        assert (run.verdict, run.due_at, run.counted, run.remaining) == (Verdict.PAUSED, None, hours(1), hours(1))


def test_a_pause_after_the_breach_does_not_heal_it() -> None:
    run = state(now="2026-03-06T17:00", pauses=(pause("2026-03-06T11:00:01", None),)).current
    assert run is not None
    assert run.verdict is Verdict.BREACHED


def test_a_stage_can_pause_a_clock_until_the_next_stage() -> None:
    spec = replace(COMPLETE, pause_stages=("waiting",))
    history = (
        mark("opened", OPENED),
        mark("waiting", "2026-03-06T09:30"),
        mark("call", "2026-03-06T09:40"),
        mark("working", "2026-03-06T10:30"),
    )
    found = run_clock(
        spec,
        targets=(TWO_HOURS,),
        marks=history,
        pauses=(),
        calendars=SHELF,
        now=at(DESK, "2026-03-20T10:00"),
        stages=("waiting", "working"),
    )
    assert found.next_due == at(DESK, "2026-03-06T12:00")


def test_repeated_chasing_never_moves_the_contact_clock() -> None:
    spec = replace(COMPLETE, start_on=("opened", "chase"), stop_on=("contact",))
    chased = state(
        mark("chase", "2026-03-06T10:30"), mark("chase", "2026-03-06T10:45"), now="2026-03-06T10:50", spec=spec
    )
    assert chased.next_due == at(DESK, "2026-03-06T11:00")


def test_a_return_keeps_the_first_verdict_and_opens_a_rework_run_with_its_own_limit() -> None:
    target = replace(TWO_HOURS, rework_within=Duration(seconds=1800))
    found = state(
        mark("finish", "2026-03-06T10:00"), mark("return", "2026-03-06T11:00"), now="2026-03-06T11:31", target=target
    )
    assert [(run.number, run.verdict, run.due_at) for run in found.runs] == [
        (1, Verdict.KEPT, at(DESK, "2026-03-06T11:00")),
        (2, Verdict.BREACHED, at(DESK, "2026-03-06T11:30")),
    ]
    assert (found.first_verdict, found.reworks, found.breaches) == (Verdict.KEPT, 1, 1)


def test_a_return_may_let_the_first_run_go_on_with_the_closed_time_not_counting() -> None:
    spec = replace(COMPLETE, on_return=OnReturn.CONTINUE)
    history = [
        mark("finish", "2026-03-06T10:00"),
        mark("return", "2026-03-06T11:00"),
        mark("finish", "2026-03-06T11:15"),
        mark("return", "2026-03-06T11:30"),
    ]
    found = state(*history, now="2026-03-06T11:31", spec=spec)
    assert [run.started_at for run in found.runs] == [at(DESK, OPENED)] * 3
    assert found.next_due == at(DESK, "2026-03-06T13:45")


def test_one_mark_may_stop_a_run_and_start_the_next() -> None:
    spec = replace(COMPLETE, stop_on=("progress",), restart_on=("progress",))
    found = state(
        mark("progress", "2026-03-06T10:00"), mark("progress", "2026-03-06T11:45"), now="2026-03-06T11:50", spec=spec
    )
    assert [run.verdict for run in found.runs] == [Verdict.KEPT, Verdict.KEPT, Verdict.RUNNING]
    assert found.runs[-1].started_at == at(DESK, "2026-03-06T11:45")


def test_a_cancelled_clock_has_no_verdict_unless_it_was_late_already() -> None:
    assert state(mark("cancel", "2026-03-06T11:00"), now="2026-03-07T10:00").verdict is Verdict.CANCELLED
    assert state(mark("cancel", "2026-03-06T11:00:01"), now="2026-03-07T10:00").verdict is Verdict.BREACHED


def test_a_changed_urgency_counts_from_the_first_start_with_the_pauses_so_far() -> None:
    urgent = replace(TWO_HOURS, within=Duration(seconds=3600), since=at(DESK, "2026-03-06T10:00"))
    held = pause("2026-03-06T09:15", "2026-03-06T09:45")
    found = run_clock(
        COMPLETE,
        targets=(TWO_HOURS, urgent),
        marks=(mark("opened", OPENED),),
        pauses=(held,),
        calendars=SHELF,
        now=at(DESK, "2026-03-06T10:10"),
    )
    assert found.next_due == at(DESK, "2026-03-06T10:30")


def test_a_target_changed_after_the_stop_does_not_touch_the_verdict() -> None:
    strict = replace(TWO_HOURS, within=Duration(seconds=60), since=at(DESK, "2026-03-06T12:00"))
    history = (mark("opened", OPENED), mark("finish", "2026-03-06T10:00"))
    found = run_clock(
        COMPLETE,
        targets=(TWO_HOURS, strict),
        marks=history,
        pauses=(),
        calendars=SHELF,
        now=at(DESK, "2026-03-09T10:00"),
    )
    assert found.verdict is Verdict.KEPT


def test_merged_repeats_keep_the_earliest_start_and_the_strictest_target() -> None:
    days = replace(TWO_HOURS, unit=Unit.WORKING_DAYS, within=Duration(days=1))
    real = replace(TWO_HOURS, unit=Unit.ELAPSED, within=Duration(seconds=7200), clock="contact")
    merged = merge_targets((days, real), (TWO_HOURS,), at(DESK, OPENED), SHELF)
    assert merged == (TWO_HOURS, real)
    since = at(DESK, "2026-03-05T17:00")
    found = run_clock(
        COMPLETE,
        targets=merged[:1],
        marks=(mark("opened", OPENED),),
        pauses=(),
        calendars=SHELF,
        now=at(DESK, OPENED),
        since=since,
    )
    assert found.next_due == at(DESK, "2026-03-06T10:00")


def test_emergencies_run_round_the_clock() -> None:
    target = replace(TWO_HOURS, unit=Unit.ELAPSED)
    assert due_of(target, SHELF, at(DESK, "2026-03-07T03:10")) == at(DESK, "2026-03-07T05:10")


@pytest.mark.parametrize(
    ("end", "due"),
    [
        pytest.param(DueAt.KEEP_TIME, "2026-03-09T18:00", id="Monday 09:00 and a whole day more is Monday at closing"),
        pytest.param(DueAt.END_OF_DAY, "2026-03-10T18:00", id="until the end of the day"),
    ],
)
def test_working_days_pushed_by_a_pause_of_one_working_day(end: DueAt, due: str) -> None:
    target = replace(TWO_HOURS, unit=Unit.WORKING_DAYS, within=Duration(days=1), at=end)
    held = pause("2026-03-06T10:00", "2026-03-09T10:00")
    run = state(now="2026-03-20T09:00", target=target, pauses=(held,)).current
    assert run is not None
    assert run.due_at is not None
    assert shown(DESK, run.due_at) == due


@pytest.mark.parametrize(
    ("within", "unit", "refused"),
    [
        pytest.param(Duration(days=1), Unit.BUSINESS, True, id="a day of open time"),
        pytest.param(Duration(seconds=60), Unit.WORKING_DAYS, True, id="a minute of working days"),
        pytest.param(Duration(days=3), Unit.WORKING_DAYS, False, id="three working days"),
        pytest.param(Duration(days=1), Unit.ELAPSED, False, id="a day of real time"),
    ],
)
def test_limits_must_fit_their_unit(within: Duration, unit: Unit, refused: bool) -> None:
    assert (limit_problem(within, unit) is not None) is refused


def test_an_explanation_covers_all_the_time_from_the_start_until_due() -> None:
    run = state(now="2026-03-20T09:00", pauses=(pause("2026-03-06T10:00", "2026-03-06T17:00"),)).current
    assert run is not None
    told = explain_run(run, SHELF, at(DESK, "2026-03-20T09:00"))
    assert [(each.why.en, each.end - each.start) for each in told if each.counted] == [
        ("open hours", hours(1)),
        ("open hours", hours(1)),
    ]
    assert "paused: part_on_order" in {each.why.en for each in told}


def test_a_target_survives_the_journal() -> None:
    target = replace(
        TWO_HOURS,
        rework_within=Duration(seconds=90),
        path="urgent",
        rule="r1",
        because=same("why"),
        since=utc("2026-03-06T10:00"),
    )
    assert Target.from_data(target.as_data()) == target
    assert Target.from_data(TWO_HOURS.as_data()) == TWO_HOURS


def test_a_clock_that_starts_and_stops_on_one_move_is_refused() -> None:
    written = {"id": "x", "title": NAME, "start_on": ["opened"], "stop_on": ["opened"]}
    problems: list[Problem] = []
    ClockSpec.parse(node(written), {}, problems)
    assert codes(problems) == ["EST-340"]


BASE = datetime(2026, 3, 5, 1, tzinfo=UTC)
moments = st.integers(0, 4 * 24 * 60).map(lambda number: BASE + minutes(number))
histories = st.lists(
    st.builds(Mark, st.sampled_from(["opened", "finish", "return", "cancel", "other"]), moments), max_size=6
)
units = st.sampled_from([Unit.ELAPSED, Unit.BUSINESS, Unit.WORKING_DAYS])


@st.composite
def pauses_(draw: st.DrawFn) -> list[Pause]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(moments)
        length = draw(st.none() | st.integers(0, 900))
        found.append(Pause(start, None if length is None else start + minutes(length), "part_on_order"))
    return found


@st.composite
def targets(draw: st.DrawFn) -> Target:
    unit = draw(units)
    within = (
        Duration(days=draw(st.integers(0, 2)))
        if unit is Unit.WORKING_DAYS
        else Duration(seconds=60 * draw(st.integers(0, 900)))
    )
    return replace(TWO_HOURS, unit=unit, within=within, at=draw(st.sampled_from(list(DueAt))))


def look(
    target: Target, history: list[Mark], held: list[Pause], now: datetime, spec: ClockSpec = COMPLETE
) -> ClockState:
    return run_clock(spec, targets=(target,), marks=history, pauses=held, calendars=SHELF, now=now)


specs = st.sampled_from([COMPLETE, replace(COMPLETE, on_return=OnReturn.CONTINUE)])


@given(targets(), histories, pauses_(), moments, moments, specs)
@settings(max_examples=150, deadline=None)
def test_law_waiting_never_heals_a_breach(
    target: Target, history: list[Mark], held: list[Pause], one: datetime, other: datetime, spec: ClockSpec
) -> None:
    early, late = (look(target, history, held, now, spec) for now in sorted((one, other)))
    for before, after in zip(early.runs, late.runs, strict=False):
        assert before.verdict is not Verdict.BREACHED or after.verdict is Verdict.BREACHED


@given(targets(), histories, pauses_(), moments)
@settings(max_examples=100, deadline=None)
def test_law_replay_may_stop_anywhere(target: Target, history: list[Mark], held: list[Pause], now: datetime) -> None:
    known = [each for each in history if each.at <= now]
    begun = [
        Pause(each.start, each.end if each.end and each.end <= now else None, each.reason)
        for each in held
        if each.start <= now
    ]
    assert look(target, history, held, now) == look(target, known, begun, now)


@given(targets(), histories, moments)
@settings(max_examples=100, deadline=None)
def test_law_what_has_ended_stays_as_it_is(target: Target, history: list[Mark], now: datetime) -> None:
    ended = [run for run in look(target, history, [], now).runs if run.ended]
    assert [run for run in look(target, history, [], now + timedelta(days=9)).runs if run.ended][: len(ended)] == ended


@given(targets(), moments, st.integers(0, 900), st.integers(0, 900))
@settings(max_examples=100, deadline=None)
def test_law_pausing_never_shortens(target: Target, start: datetime, after: int, length: int) -> None:
    held = [Pause(start + minutes(after), start + minutes(after + length), "part_on_order")]
    far = start + timedelta(days=60)
    (free,), (paused,) = (look(target, [Mark("opened", start)], each, far).runs for each in ([], held))
    assert free.due_at is not None
    assert paused.due_at is not None
    assert paused.due_at >= free.due_at


@given(targets(), moments, st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_law_a_stricter_target_is_never_due_later(target: Target, start: datetime, more: int) -> None:
    looser = replace(
        target,
        within=Duration(
            target.within.days + more * (target.unit is Unit.WORKING_DAYS),
            target.within.seconds + 1800 * more * (target.unit is not Unit.WORKING_DAYS),
        ),
    )
    assert due_of(target, SHELF, start) <= due_of(looser, SHELF, start)
