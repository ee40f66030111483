"""Gaps of a roster as a pure function: on the dot, one second over, and what must not be reported."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from estatectl.domain.problems import Place
from estatectl.domain.staff.gaps import Demand, Gap, daily_spans, gaps
from estatectl.domain.staff.people import Certificate, Leave, Person, Roster, Shift
from estatectl.domain.staff.shift_plan import Cover
from estatectl.domain.wall_clock import Hours
from estatectl.domain.words import same

EIGHT = timedelta(hours=8)


def at(hour: float, day: int = 1) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC) + timedelta(hours=hour)


def cover(
    least: int = 1,
    certified: int = 0,
    skilled: int = 0,
    longest: timedelta | None = None,
    rest: timedelta | None = None,
    hours: Hours | None = None,
) -> Cover:
    return Cover(
        id="room",
        title=same("room"),
        posts=("operator",),
        calendar=None,
        hours=hours,
        least=least,
        skilled={"cctv": skilled} if skilled else {},
        certified={"fire": certified} if certified else {},
        longest=longest,
        rest=rest,
        stays=False,
        clauses=(),
        place=Place("-", 1),
    )


def person(name: str, until: date | None = None, *, certified: bool = True, left: bool = False) -> Person:
    held = (Certificate("fire", "XF-1", until),) if certified else ()
    return Person(name, name, ("operator",), ("cctv", "fire"), left, held)


def shift(name: str, start: float, end: float, day: int = 1) -> Shift:
    return Shift(name, "operator", at(start, day), at(end, day))


def found(demand: Cover, roster: Roster, end: float = 24) -> list[Gap]:
    span = (at(0), at(end))
    return list(gaps([Demand(demand, (span,))], roster, *span, UTC))


def told(demand: Cover, roster: Roster, end: float = 24) -> list[tuple[object, ...]]:
    return [
        (gap.kind, gap.start.hour, gap.end.hour if gap.end.day == gap.start.day else 24, gap.have, gap.need)
        for gap in found(demand, roster, end)
    ]


def test_shifts_that_meet_on_the_dot_leave_no_gap() -> None:
    roster = Roster((person("a"), person("b")), (shift("a", 0, 12), shift("b", 12, 24)))
    assert found(cover(), roster) == []


def test_one_second_without_anybody_is_a_gap() -> None:
    late = Shift("b", "operator", at(12) + timedelta(seconds=1), at(24))
    [gap] = found(cover(), Roster((person("a"), person("b")), (shift("a", 0, 12), late)))
    assert (gap.kind, gap.end - gap.start, gap.have, gap.need) == ("short", timedelta(seconds=1), 0, 1)


def test_the_same_shortage_is_one_gap_whoever_comes_and_goes() -> None:
    people = (person("a"), person("b"), person("c"))
    roster = Roster(people, (shift("a", 0, 6), shift("b", 6, 12), shift("c", 12, 24), shift("a", 12, 24)))
    assert told(cover(least=2), roster) == [("short", 0, 12, 1, 2)]


def test_leave_opens_a_gap_and_the_shift_in_it_is_named() -> None:
    leave = Leave("a", "sick", at(8), at(10))
    kinds = told(cover(), Roster((person("a"),), (shift("a", 0, 24),), (leave,)))
    assert kinds == [("on_leave", 0, 24, None, None), ("short", 8, 10, 0, 1)]


def test_leave_that_ends_as_the_shift_begins_opens_nothing() -> None:
    leave = Leave("a", "sick", at(-24), at(0))
    assert found(cover(), Roster((person("a"),), (shift("a", 0, 24),), (leave,))) == []


def test_who_has_left_counts_for_nobody() -> None:
    kinds = [gap.kind for gap in found(cover(), Roster((person("a", left=True),), (shift("a", 0, 24),)))]
    assert sorted(kinds) == ["gone", "short"]


@pytest.mark.parametrize(
    ("until", "kinds"),
    [
        (date(2026, 2, 28), ["expiring", "uncertified"]),
        (date(2026, 3, 1), ["expiring"]),
        (date(2026, 3, 31), ["expiring"]),
        (date(2026, 4, 1), []),
        (None, []),
    ],
    ids=["expired the day before", "holds on its last day", "ends soon", "ends later", "for ever"],
)
def test_a_certificate_counts_to_its_last_day(until: date | None, kinds: list[str]) -> None:
    """The day looked at is the first of March, and 30 days after its end are warned about."""
    roster = Roster((person("a", until),), (shift("a", 0, 24),))
    assert sorted({gap.kind for gap in found(cover(certified=1), roster)}) == kinds


def test_a_certificate_that_ends_in_the_night_is_missing_from_midnight() -> None:
    roster = Roster((person("a", date(2026, 3, 1)),), (shift("a", 12, 36),))
    span = (at(12), at(36))
    short = [
        gap for gap in gaps([Demand(cover(certified=1), (span,))], roster, *span, UTC) if gap.kind == "uncertified"
    ]
    assert [(gap.start, gap.end, gap.have, gap.need) for gap in short] == [(at(24), at(36), 0, 1)]


def test_a_certificate_nobody_registered_is_missing() -> None:
    roster = Roster((person("a", certified=False),), (shift("a", 0, 24),))
    assert told(cover(certified=1), roster) == [("uncertified", 0, 24, 0, 1)]


def test_a_skill_needs_no_certificate() -> None:
    roster = Roster((person("a", certified=False),), (shift("a", 0, 24),))
    assert found(cover(skilled=1), roster) == []


def test_eight_hours_are_kept_and_a_second_more_is_too_long() -> None:
    on_the_dot = Roster((person("a"),), (shift("a", 0, 8),))
    assert found(cover(longest=EIGHT), on_the_dot, end=8) == []
    longer = Shift("a", "operator", at(0), at(8) + timedelta(seconds=1))
    [gap] = found(cover(longest=EIGHT), Roster((person("a"),), (longer,)), end=8)
    assert (gap.kind, gap.length, gap.limit) == ("too_long", timedelta(hours=8, seconds=1), EIGHT)


def test_two_shifts_that_touch_are_one_stretch_also_in_another_post() -> None:
    gate = Shift("a", "guard", at(8), at(12))
    [gap] = found(cover(longest=EIGHT), Roster((person("a"),), (shift("a", 0, 8), gate)), end=8)
    assert (gap.kind, gap.length) == ("too_long", timedelta(hours=12))


def test_rest_is_kept_on_the_dot_and_broken_by_a_second() -> None:
    eleven = timedelta(hours=11)
    rested = Roster((person("a"), person("b")), (shift("a", 0, 4), shift("b", 4, 15), shift("a", 15, 24)))
    assert found(cover(rest=eleven), rested) == []
    early = Shift("a", "operator", at(15) - timedelta(seconds=1), at(24))
    tired = Roster((person("a"), person("b")), (shift("a", 0, 4), shift("b", 4, 15), early))
    [gap] = found(cover(rest=eleven), tired)
    assert (gap.kind, gap.person, gap.length) == ("little_rest", "a", eleven - timedelta(seconds=1))


def test_two_shifts_at_once_are_named_and_count_as_one_person() -> None:
    roster = Roster((person("a"),), (shift("a", 0, 24), shift("a", 6, 12)))
    assert told(cover(least=2), roster)[-1:] == [("double", 6, 12, None, None)]
    assert told(cover(least=2), roster)[0] == ("short", 0, 24, 1, 2)


def test_daily_hours_past_midnight_reach_into_the_stretch_looked_at() -> None:
    nights = cover(hours=Hours(22 * 3600, 30 * 3600))
    assert daily_spans(nights, at(0), at(24), UTC) == ((at(0), at(6)), (at(22), at(24)))
