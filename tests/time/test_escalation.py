"""Escalation: when each step is due, who is passed over, what stops a path, what an outage leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estatectl.adapters.policyfiles.reading import read_document
from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.clock_runs import run_clock
from estatectl.domain.cases.clocks import ClockSpec, Mark, Pause, Run, Target, Unit
from estatectl.domain.cases.escalation import EscalationPath
from estatectl.domain.cases.escalation_steps import Fate, StepDue, StepKey, due_steps, next_wake, steps
from estatectl.domain.checks.calendars import check_calendars
from estatectl.domain.checks.escalation import check_escalation
from estatectl.domain.durations import Duration
from estatectl.domain.problems import Problem
from estatectl.domain.words import same
from tests.time.time_build import NAME, OFFICE, POLICIES, at, calendar, codes, minutes, node, shown

DESK = calendar(id="office", **OFFICE)
SHELF = {"office": DESK}
POSTS = ("general_manager", "deputy_general_manager", "cs_supervisor", "cs_officer", "security_supervisor")
SPEC = ClockSpec(id="c", title=same("c"), start_on=("opened",), stop_on=("done",), pause_reasons=("part_on_order",))
TARGET = Target(clock="c", within=Duration(seconds=7200), unit=Unit.BUSINESS, calendar="office")
REAL = replace(TARGET, unit=Unit.ELAPSED)
OPENED = "2026-03-06T09:00"


def path(*written: tuple[str, list[str]], repeat: dict[str, Any] | None = None, **more: Any) -> EscalationPath:
    made, problems = parsed(*written, repeat=repeat, **more)
    assert problems == []
    return made


def parsed(
    *written: tuple[str, list[str]], repeat: dict[str, Any] | None = None, ask: bool = True
) -> tuple[EscalationPath, list[Problem]]:
    listed = [{"at": when, "tell": tell, "words": NAME, "acknowledge": ask} for when, tell in written]
    document = {"kind": "escalation", "id": "p", "title": NAME, "steps": listed}
    if repeat is not None:
        document["repeat"] = repeat
    problems: list[Problem] = []
    return EscalationPath.parse(node(document), {"posts": POSTS}, problems), problems


LADDER = path(
    ("75%", ["handler"]), ("0m", ["cs_supervisor"]), ("+1h", ["deputy_general_manager"]), ("+2h", ["general_manager"])
)


def run(
    now: str, target: Target = TARGET, stopped: str | None = None, held: tuple[str, str | None] | None = None
) -> Run:
    history = [Mark("opened", at(DESK, OPENED))]
    if stopped is not None:
        history.append(Mark("done", at(DESK, stopped)))
    pauses = [] if held is None else [Pause(at(DESK, held[0]), at(DESK, held[1]) if held[1] else None, "part_on_order")]
    found = run_clock(SPEC, targets=(target,), marks=history, pauses=pauses, calendars=SHELF, now=at(DESK, now)).current
    assert found is not None
    return found


def nobody_missing(_post: str, _at: datetime) -> bool:
    return False


def told(
    now: str,
    *,
    of: EscalationPath = LADDER,
    target: Target = TARGET,
    sent: dict[StepKey, Fate] | None = None,
    acknowledged: str | None = None,
    vacant: tuple[str, ...] = (),
    stopped: str | None = None,
    held: tuple[str, str | None] | None = None,
) -> list[StepDue]:
    return list(
        due_steps(
            of,
            run(now, target, stopped, held),
            SHELF,
            sent=sent or {},
            acknowledged_at=None if acknowledged is None else at(DESK, acknowledged),
            vacant=lambda post, _at: post in vacant,
            now=at(DESK, now),
        )
    )


def brief(found: list[StepDue]) -> list[tuple[int, str, str]]:
    return [(each.index, shown(DESK, each.at)[5:], each.fate.value) for each in found]


@pytest.mark.parametrize(
    ("offset", "due"),
    [
        pytest.param("0m", "2026-03-06T11:00", id="at the due instant"),
        pytest.param("-30m", "2026-03-06T10:30", id="half an hour before"),
        pytest.param("75%", "2026-03-06T10:30", id="three quarters of the limit"),
        pytest.param("150%", "2026-03-06T12:00", id="half the limit over, at closing"),
        pytest.param("+2h", "2026-03-06T14:30", id="two hours over, in open time"),
        pytest.param("+8h", "2026-03-09T11:30", id="eight hours over, over the weekend"),
        pytest.param("-5h", "2026-03-06T09:00", id="before the start means the start"),
        pytest.param("start+0m", "2026-03-06T09:00", id="at once"),
        pytest.param("start+10m", "2026-03-06T09:10", id="ten minutes after the start"),
    ],
)
def test_offsets_run_in_the_clocks_own_time(offset: str, due: str) -> None:
    (only,) = steps(path((offset, ["general_manager"])), run("2026-03-06T09:00"), SHELF)
    assert shown(DESK, only.at) == due


def test_a_step_of_an_elapsed_clock_does_not_wait_for_the_office() -> None:
    (only,) = steps(path(("+12h", ["general_manager"])), run(OPENED, REAL), SHELF)
    assert shown(DESK, only.at) == "2026-03-06T23:00"


def test_offsets_of_working_days_are_counted_from_the_due_instant() -> None:
    target = replace(TARGET, unit=Unit.WORKING_DAYS, within=Duration(days=1))
    found = steps(path(("-4h", ["handler"]), ("+1h", ["general_manager"])), run(OPENED, target), SHELF)
    assert [shown(DESK, each.at) for each in found] == ["2026-03-06T14:00", "2026-03-09T10:00"]


def test_a_step_is_due_on_the_dot_and_not_a_second_before() -> None:
    assert told("2026-03-06T10:29:59") == []
    assert brief(told("2026-03-06T10:30")) == [(0, "03-06T10:30", "send")]


def test_after_an_outage_all_overdue_steps_go_out_once_and_in_order() -> None:
    found = told("2026-03-09T10:00")
    assert brief(found) == [
        (0, "03-06T10:30", "send"),
        (1, "03-06T11:00", "send"),
        (2, "03-06T12:00", "send"),
        (3, "03-06T14:30", "send"),
    ]
    assert told("2026-03-09T10:00", sent={each.key: Fate.SEND for each in found}) == []


def test_a_step_whose_post_nobody_holds_is_skipped_at_once_to_the_next() -> None:
    found = told("2026-03-06T11:00", sent={(0, 0): Fate.SEND}, vacant=("cs_supervisor",))
    assert brief(found) == [(1, "03-06T11:00", "skipped"), (2, "03-06T11:00", "send")]
    assert found[0].why is not None


def test_the_last_step_goes_out_even_when_nobody_holds_any_post() -> None:
    found = told("2026-03-06T11:00", vacant=("handler", "cs_supervisor", "deputy_general_manager", "general_manager"))
    assert brief(found)[-1] == (3, "03-06T11:00", "send")
    assert found[-1].unmanned


def test_a_warning_that_nobody_could_get_lets_no_later_step_call_it_late_before_it_is() -> None:
    assert brief(told("2026-03-06T10:59:59", vacant=("handler",))) == [(0, "03-06T10:30", "skipped")]
    found = told("2026-03-06T11:00", sent={(0, 0): Fate.SKIPPED}, vacant=("handler",))
    assert brief(found) == [(1, "03-06T11:00", "send")]


def test_a_step_that_went_out_is_not_judged_again_by_a_later_roster() -> None:
    found = told("2026-03-06T11:00", sent={(0, 0): Fate.SEND, (1, 0): Fate.SEND}, vacant=("cs_supervisor",))
    assert found == []


def test_an_acknowledgement_stops_everything_after_it() -> None:
    sent = {(0, 0): Fate.SEND, (1, 0): Fate.SEND}
    assert told("2026-03-09T10:00", sent=sent, acknowledged="2026-03-06T11:05") == []


def test_what_was_due_before_an_acknowledgement_and_never_went_out_is_noted_as_missed() -> None:
    found = told("2026-03-09T10:00", sent={(0, 0): Fate.SEND}, acknowledged="2026-03-06T11:05")
    assert brief(found) == [(1, "03-06T11:00", "missed")]


def test_a_stopped_clock_sends_nothing_more() -> None:
    assert told("2026-03-09T10:00", sent={(0, 0): Fate.SEND}, stopped="2026-03-06T11:00") == []
    assert brief(told("2026-03-09T10:00", stopped="2026-03-06T10:45")) == [(0, "03-06T10:30", "missed")]


def test_the_steps_of_a_paused_clock_wait_and_go_out_later_by_the_pause() -> None:
    assert told("2026-03-09T10:00", held=("2026-03-06T10:00", None)) == []
    assert brief(told("2026-03-06T11:30", held=("2026-03-06T10:00", "2026-03-06T11:00"))) == [
        (0, "03-06T11:30", "send")
    ]


REPEATING = path(("start+0m", ["general_manager"]), repeat={"every": "15m", "times": 3})


def test_the_last_step_goes_out_again_until_acknowledged() -> None:
    assert [shown(DESK, each.at)[11:] for each in steps(REPEATING, run(OPENED, REAL), SHELF)] == [
        "09:00",
        "09:15",
        "09:30",
        "09:45",
    ]
    assert brief(told("2026-03-06T09:15", of=REPEATING, target=REAL, sent={(0, 0): Fate.SEND})) == [
        (0, "03-06T09:15", "send")
    ]
    assert (
        told("2026-03-06T09:40", of=REPEATING, target=REAL, sent={(0, 0): Fate.SEND}, acknowledged="2026-03-06T09:10")
        == []
    )


def test_overdue_repeats_go_out_as_one() -> None:
    found = told("2026-03-06T12:00", of=REPEATING, target=REAL, sent={(0, 0): Fate.SEND})
    assert [(each.round, each.fate) for each in found] == [(1, Fate.MISSED), (2, Fate.MISSED), (3, Fate.SEND)]


def test_the_next_wake_is_the_next_step_or_the_second_after_due() -> None:
    def wake(
        sent: dict[StepKey, Fate], acknowledged: str | None = None, breach: bool = False, now: str = OPENED
    ) -> str | None:
        when = None if acknowledged is None else at(DESK, acknowledged)
        found = next_wake(run(now), LADDER, SHELF, sent=sent, acknowledged_at=when, breach_recorded=breach)
        return None if found is None else shown(DESK, found)[11:]

    everything = {(index, 0): Fate.SEND for index in range(4)}
    assert wake({}) == "10:30"
    assert wake({(0, 0): Fate.SEND}) == "11:00"
    assert wake({(0, 0): Fate.SEND, (1, 0): Fate.SEND}) == "11:00:01"
    assert wake({(0, 0): Fate.SEND, (1, 0): Fate.SEND}, breach=True, now="2026-03-06T11:01") == "12:00"
    assert wake({(0, 0): Fate.SEND}, acknowledged="2026-03-06T10:40", breach=True) is None
    assert wake(everything, breach=True) is None


@given(
    st.lists(st.integers(0, 4 * 24 * 60), min_size=1, max_size=8),
    st.sets(st.sampled_from(["handler", "cs_supervisor", "deputy_general_manager"])),
)
@settings(max_examples=80, deadline=None)
def test_law_however_often_tick_runs_every_step_is_recorded_once_and_in_order(
    ticks: list[int], empty: set[str]
) -> None:
    def play(instants: list[datetime]) -> list[tuple[StepKey, Fate, datetime]]:
        sent: dict[StepKey, Fate] = {}
        log = []
        for now in instants:
            here = run_clock(
                SPEC, targets=(TARGET,), marks=[Mark("opened", at(DESK, OPENED))], pauses=(), calendars=SHELF, now=now
            ).current
            assert here is not None
            found = due_steps(
                LADDER, here, SHELF, sent=sent, acknowledged_at=None, vacant=lambda post, _at: post in empty, now=now
            )
            sent.update({each.key: each.fate for each in found})
            log += [(each.key, each.fate, each.at) for each in found]
        return log

    start = at(DESK, OPENED)
    end = start + timedelta(days=5)
    assert play([*(start + minutes(each) for each in sorted(ticks)), end]) == play([end])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        pytest.param([("soon", ["general_manager"])], "EST-341", id="a moment that is none"),
        pytest.param([("0m", ["manager"])], "EST-344", id="a post that does not exist"),
    ],
)
def test_what_a_path_says_is_understood_or_refused(written: list[tuple[str, list[str]]], code: str) -> None:
    assert codes(parsed(*written)[1]) == [code]


def found_in(steps_: list[tuple[str, list[str], bool]], repeat: dict[str, Any] | None = None) -> list[str]:
    listed = [{"at": when, "tell": tell, "words": NAME, "acknowledge": ask} for when, tell, ask in steps_]
    document: dict[str, Any] = {"kind": "escalation", "id": "p", "title": NAME, "steps": listed}
    if repeat is not None:
        document["repeat"] = repeat
    posts = {"kind": "organisation", "posts": {post: {} for post in POSTS}}
    bundle = Bundle.of("digest", {"escalation": (node(document),), "organisation": (node(posts),)})
    return codes(list(check_escalation(bundle)))


@pytest.mark.parametrize(
    ("written", "repeat", "expected"),
    [
        pytest.param([("75%", ["handler"], False), ("0m", ["general_manager"], True)], None, [], id="a sound path"),
        pytest.param([("0m", ["handler"], True)], None, ["EST-343"], id="a path that ends below the top"),
        pytest.param(
            [("+2h", ["handler"], True), ("+1h", ["general_manager"], True)], None, ["EST-342"], id="steps out of order"
        ),
        pytest.param(
            [("0m", ["handler"], True), ("75%", ["general_manager"], True)],
            None,
            ["EST-342"],
            id="a share before due, written after it",
        ),
        pytest.param(
            [("150%", ["handler"], True), ("+2h", ["general_manager"], True)],
            None,
            [],
            id="an order that depends on the limit",
        ),
        pytest.param(
            [("0m", ["general_manager"], True), ("0m", ["general_manager"], True)],
            None,
            ["EST-342"],
            id="the same step twice",
        ),
        pytest.param(
            [("0m", ["general_manager"], False)],
            {"every": "1h", "times": 3},
            ["EST-346"],
            id="a repeat that nobody can stop",
        ),
    ],
)
def test_checks_of_paths(
    written: list[tuple[str, list[str], bool]], repeat: dict[str, Any] | None, expected: list[str]
) -> None:
    assert found_in(written, repeat) == expected


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(OFFICE, [], id="a calendar with hours"),
        pytest.param({"weekly": {"daily": []}}, ["EST-336"], id="a calendar without hours"),
        pytest.param(
            {**OFFICE, "holidays": [{"year": 2025, "holidays": [], "workdays": []}]},
            ["EST-337"],
            id="no holidays for the year the policies begin",
        ),
        pytest.param({**OFFICE, "holidays": "sample"}, ["EST-335"], id="a calendar taken for a holiday table"),
    ],
)
def test_checks_of_calendars(document: dict[str, Any], expected: list[str]) -> None:
    whole = {"kind": "calendar", "id": "sample", "title": NAME, "zone": "Asia/Shanghai", **document}
    estate = read_document((POLICIES / "estate.yaml").read_text(encoding="utf-8"), "estate.yaml").node
    assert estate is not None
    assert (
        codes(list(check_calendars(Bundle.of("digest", {"calendar": (node(whole),), "estate": (estate,)})))) == expected
    )


@pytest.mark.parametrize("file", sorted((POLICIES / "escalations").glob("*.yaml")), ids=lambda file: file.stem)
def test_every_shipped_path_reaches_the_general_manager_for_every_limit(file: Any) -> None:
    document = read_document(file.read_text(encoding="utf-8"), file.name).node
    assert document is not None
    problems: list[Problem] = []
    organisation = read_document((POLICIES / "organisation.yaml").read_text(encoding="utf-8"), "organisation").node
    assert organisation is not None
    posts = tuple(name for name, _ in organisation["posts"].items())
    made = EscalationPath.parse(document, {"posts": posts}, problems)
    assert problems == []
    for seconds in (60, 900, 3600, 86_400):
        found = steps(made, run(OPENED, replace(REAL, within=Duration(seconds=seconds))), SHELF)
        assert "general_manager" in found[-1].tell
        assert [each.at for each in found] == sorted(each.at for each in found)
