"""A figure is reckoned from its subjects alone: what counts, what is good, what nobody knows, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estatectl.adapters.policyfiles.loading import load_bundle
from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.subjects import Subject
from estatectl.domain.figures.figure import Figure, figure
from estatectl.domain.figures.kpi import BoundKpi, By, Kpi, bind_kpi
from estatectl.domain.figures.period import Length, Period
from estatectl.domain.figures.reckoning import percentile
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.tree import Node
from estatectl.domain.words import Words
from tests.policyfiles.examples import VALID

ZONE = ZoneInfo("Asia/Shanghai")
OCTOBER = Period.of(Length.MONTH, date(2026, 10, 1), ZONE)
SETTLED = datetime(2026, 10, 9, 9, tzinfo=ZONE)


@cache
def policies() -> Bundle:
    """The valid examples, read once."""
    return load_bundle(VALID, cache=None)


def _raw(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [1, 1, {key: [*_raw(child), 1, 1] for key, child in value.items()}]
    if isinstance(value, list):
        return [1, 1, [_raw(child) for child in value]]
    return [1, 1, value]


def kpi(**keys: Any) -> BoundKpi:
    """A share of the runs of `job.begin` that were kept, with whatever a test wants otherwise."""
    written = {
        "id": "begun",
        "title": {"zh": "动工", "en": "begun"},
        "over": {"clocks": ["job.begin"]},
        "value": "share",
        "good": {"state": "kept"},
        "counts_at": "settled",
        "few": 0,
        "answers": ["general_manager"],
    }
    node = Node("kpi.yaml", _raw({key: value for key, value in {**written, **keys}.items() if value is not None}))
    problems: list[Any] = []
    bound = bind_kpi(Kpi.parse(node, policies().vocabulary, problems), policies(), problems)
    assert problems == []
    return bound


def runs(*facts: Mapping[str, FactValue], at: datetime = SETTLED, **more: Any) -> tuple[Subject, ...]:
    title = Words(zh="任务", en="job")
    return tuple(
        Subject(id=f"J-{number:04}/begin/1", title=title, facts=each, at={"settled": at}, **more)
        for number, each in enumerate(facts, 1)
    )


KEPT: Mapping[str, FactValue] = {"state": "kept"}
BREACHED: Mapping[str, FactValue] = {"state": "breached"}


def taken(bound: BoundKpi, subjects: tuple[Subject, ...], before: Figure | None = None) -> Figure:
    return figure(bound, subjects, OCTOBER, before)


@pytest.mark.parametrize(
    ("good", "bad", "shown", "met"),
    [
        pytest.param(98, 2, "98.0", True, id="the target to the dot is met"),
        pytest.param(979, 21, "97.9", False, id="one below is missed"),
        pytest.param(97999, 2001, "97.9", False, id="just below is not rounded up to the target"),
        pytest.param(999, 1, "99.9", True, id="one of a thousand is seen"),
        pytest.param(9999, 1, "99.9", True, id="nearly all is never all"),
        pytest.param(5, 0, "100.0", True, id="all is all"),
        pytest.param(0, 5, "0.0", False, id="none is none"),
    ],
)
def test_a_share_is_met_exactly_and_never_flatters(good: int, bad: int, shown: str, met: bool) -> None:
    found = taken(kpi(target={"least": 98}), runs(*[KEPT] * good, *[BREACHED] * bad))
    assert (found.value, found.met) == (Decimal(shown), met)
    assert (found.numerator, found.denominator) == (good, good + bad)


def test_a_share_that_should_be_small_is_cut_upwards() -> None:
    bound = kpi(good={"state": "breached"}, target={"most": 1})
    found = taken(bound, runs(*[BREACHED] * 1001, *[KEPT] * 98999))
    assert (found.value, found.met) == (Decimal("1.1"), False)
    assert taken(bound, runs(*[BREACHED] * 10, *[KEPT] * 990)).met is True


def test_of_nothing_there_is_no_value_and_nothing_is_met() -> None:
    found = taken(kpi(target={"least": 98}), ())
    assert (found.value, found.met, found.denominator) == (None, None, 0)


def test_who_lacks_a_fact_counts_and_is_never_good() -> None:
    found = taken(kpi(target={"least": 50}), runs(KEPT, {}, {}))
    assert (found.numerator, found.denominator, found.unproven) == (1, 3, 2)
    assert (found.value, found.met) == (Decimal("33.3"), False)
    assert [each.subject.id for each in found.unknown] == ["J-0002/begin/1", "J-0003/begin/1"]
    assert found.bad == ()


def test_whether_it_counts_at_all_may_be_unknown_and_then_it_counts_against() -> None:
    bound = kpi(where={"run": 1})
    found = taken(bound, runs({**KEPT, "run": Decimal(1)}, {**KEPT, "run": Decimal(2)}, KEPT))
    assert (found.numerator, found.denominator, found.unproven) == (1, 2, 1)


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        pytest.param(datetime(2026, 10, 1, 0, 0, tzinfo=ZONE), False, id="the first midnight is still September"),
        pytest.param(datetime(2026, 10, 1, 0, 0, 1, tzinfo=ZONE), True, id="a second later"),
        pytest.param(datetime(2026, 11, 1, 0, 0, tzinfo=ZONE), True, id="due at the end of its last day"),
        pytest.param(datetime(2026, 11, 1, 0, 0, 1, tzinfo=ZONE), False, id="a second beyond"),
        pytest.param(datetime(2026, 10, 31, 16, 0, tzinfo=UTC), True, id="in the estate's own zone"),
    ],
)
def test_the_instant_decides_to_which_period_a_subject_belongs(at: datetime, counts: bool) -> None:
    assert taken(kpi(), runs(KEPT, at=at)).denominator == int(counts)


def test_what_has_not_come_to_its_instant_does_not_count() -> None:
    [subject] = runs(KEPT)
    waiting = Subject(id="J-2/begin/1", title=subject.title, facts={"state": "running"})
    assert taken(kpi(), (subject, waiting)).denominator == 1


def test_too_few_are_marked_and_neither_met_nor_missed() -> None:
    bound = kpi(target={"least": 98}, few=5)
    four, five = taken(bound, runs(*[BREACHED] * 4)), taken(bound, runs(*[BREACHED] * 5))
    assert (four.small, four.met) == (True, None)
    assert (five.small, five.met) == (False, False)


def hours(*amounts: str | None) -> tuple[Subject, ...]:
    return runs(*({} if each is None else {"taken_hours": Decimal(each)} for each in amounts))


MEAN = {"value": "mean", "good": None, "measure": "taken_hours", "unit": {"zh": "小时", "en": "hours"}}


@pytest.mark.parametrize(
    ("value", "shown"),
    [("mean", "3.75"), ("sum", "15.00"), ("median", "2.00"), ("p90", "10.00")],
)
def test_what_is_measured_becomes_one_number(value: str, shown: str) -> None:
    found = taken(kpi(**{**MEAN, "value": value}, target={"most": 4}), hours("1", "2", "10", "2", None))
    assert found.value == Decimal(shown)
    assert found.met is (Decimal(shown) <= 4)
    assert (found.denominator, found.unproven, found.whole.measured) == (5, 1, 4)
    assert (found.whole.p50, found.whole.p90) == (Decimal(2), Decimal(10))


def test_a_mean_of_what_nobody_measured_is_no_number() -> None:
    found = taken(kpi(**MEAN, target={"most": 4}), hours(None, None))
    assert (found.value, found.met, found.unproven) == (None, None, 2)


def test_a_mean_is_met_by_what_it_is_not_by_what_is_shown() -> None:
    found = taken(kpi(**MEAN, target={"most": 4}), hours("4", "4", "4.01"))
    assert (found.value, found.met) == (Decimal("4.00"), False)


def test_a_count_of_nothing_is_nought_and_may_meet_its_target() -> None:
    found = taken(kpi(value="count", good={"state": "breached"}, target={"most": 0}), ())
    assert (found.value, found.met) == (Decimal(0), True)


def test_a_figure_has_its_parts() -> None:
    bound = kpi(by=["department", "post", "person"], target={"least": 98}, few=2)
    subjects = (
        *runs(KEPT, KEPT, department="maintenance", person="zhao"),
        *(Subject(id="J-9/begin/1", title=Words(zh="", en=""), facts=BREACHED, at={"settled": SETTLED}),),
    )
    found = figure(bound, subjects, OCTOBER, posts={"zhao": ("maintenance_technician",)})
    assert [(part.key, part.reckoned.counted, part.reckoned.met) for part in found.by(By.DEPARTMENT)] == [
        ("", 1, None),
        ("maintenance", 2, True),
    ]
    technicians, zhao = found.part_of(By.POST, "maintenance_technician"), found.part_of(By.PERSON, "zhao")
    assert technicians is not None
    assert zhao is not None
    assert technicians.reckoned == zhao.reckoned
    assert [each.subject.id for each in zhao.members] == ["J-0001/begin/1", "J-0002/begin/1"]
    assert found.part(By.POST, "cleaner") is None


@pytest.mark.parametrize(
    ("before", "now", "keys", "direction", "by"),
    [
        pytest.param((8, 2), (9, 1), {}, "better", "10.0", id="more of what is good"),
        pytest.param((9, 1), (8, 2), {}, "worse", "-10.0", id="less of it"),
        pytest.param((9, 1), (90, 10), {}, "same", "0.0", id="the same share of more"),
        pytest.param((8, 2), (9, 1), {"target": {"most": 5}}, "worse", "10.0", id="more where little is wanted"),
    ],
)
def test_a_trend_says_what_is_better(
    before: tuple[int, int], now: tuple[int, int], keys: Any, direction: str, by: str
) -> None:
    bound = kpi(**keys)
    september = runs(*[KEPT] * before[0], *[BREACHED] * before[1], at=datetime(2026, 9, 9, tzinfo=ZONE))
    earlier = figure(bound, september, OCTOBER.before())
    found = taken(bound, runs(*[KEPT] * now[0], *[BREACHED] * now[1]), earlier)
    assert found.trend is not None
    assert (found.trend.direction, found.trend.by) == (direction, Decimal(by))


def test_without_a_value_before_there_is_no_trend() -> None:
    bound = kpi()
    assert taken(bound, runs(KEPT), figure(bound, (), OCTOBER.before())).trend is None
    assert taken(bound, runs(KEPT)).trend is None


def test_half_a_month_of_a_sum_has_no_trend_and_half_a_month_of_a_share_has() -> None:
    half, september = OCTOBER.up_to(date(2026, 10, 15)), datetime(2026, 9, 9, tzinfo=ZONE)
    for keys, there in (({"value": "count"}, False), ({}, True)):
        bound = kpi(**keys)
        earlier = figure(bound, runs(KEPT, at=september), OCTOBER.before())
        assert (figure(bound, runs(KEPT), half, earlier).trend is not None) is there


def test_what_was_written_down_after_its_month_is_said_not_lost() -> None:
    bound = kpi()
    september = datetime(2026, 9, 30, tzinfo=ZONE)
    known = runs(KEPT, at=september)
    earlier = figure(bound, known, OCTOBER.before())
    late = Subject(id="J-0777/begin/1", title=known[0].title, facts=BREACHED, at={"settled": september})
    found = taken(bound, (*known, late, *runs(KEPT)[:0]), earlier)
    assert found.denominator == 0
    assert found.belated == ("J-0777/begin/1",)


@given(st.lists(st.integers(0, 500), min_size=1), st.integers(1, 100))
def test_a_percentile_is_one_of_the_amounts_and_enough_do_not_exceed_it(amounts: list[int], percent: int) -> None:
    ordered = [Decimal(each) for each in sorted(amounts)]
    found = percentile(ordered, percent)
    assert found in ordered
    assert found is not None
    assert sum(each <= found for each in ordered) * 100 >= percent * len(ordered)
    assert sum(each < found for each in ordered) * 100 < percent * len(ordered)


@settings(deadline=None)  # the first call reads the policies
@given(st.lists(st.sampled_from([KEPT, BREACHED, {}]), max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_subjects_changes_nothing(facts: list[Mapping[str, FactValue]], chance: Any) -> None:
    bound = kpi(target={"least": 50})
    subjects = list(runs(*facts))
    first = taken(bound, tuple(subjects))
    chance.shuffle(subjects)
    assert taken(bound, tuple(subjects)) == first
