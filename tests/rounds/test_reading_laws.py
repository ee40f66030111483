"""Laws of readings, for any answers: what is kept reads again as itself, units and order change no verdict."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.checklists.limits import Censored, Limits, Verdict
from estatectl.domain.checklists.measuring import Measured, Scale, kept_text, measure
from estatectl.domain.checklists.readings import Answered, Examined, examine, retest
from tests.rounds.sheet_build import POOL, round_sheet

SHEET = round_sheet(
    POOL
    + """
    - {id: tidy, text: {zh: 整洁, en: Tidy}, kind: score, points: 10}
    - {id: at, text: {zh: 时间, en: Time}, kind: time, required: false}
    - {id: remark, text: {zh: 备注, en: Remark}, kind: text, required: false}
    - {id: picture, text: {zh: 画面, en: Picture}, kind: yes_no, expect: true, each: {cameras: all}}
    """,
    "score: {pass: 90}",
)
ORDERED = replace(SHEET, checklist=replace(SHEET.checklist, ordered=True))
SCALE = Scale(unit="mg/L", units={"g/L": Decimal(1000), "ug/L": Decimal("0.001")}, censored=True)

numbers = st.decimals(min_value=-1000, max_value=1000, places=4, allow_nan=False, allow_infinity=False)
measures = numbers | st.builds(Censored, st.sampled_from("<≤>≥"), numbers)
bounds = st.none() | numbers
limits = st.builds(Limits, gte=bounds, gt=bounds, lte=bounds, lt=bounds)
typed = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "是",
            "否 漏水",
            "浑",
            "0.5",
            "＜1",
            "1.6 已加酸",
            "350 ug/L",
            "0.5 ppb",
            "良好",
            "差；泵响",
            "9",
            "14:30",
            "/",
            "正常",
        ]
    ),
    numbers.map(str),
)
names = st.one_of(
    st.sampled_from([item.id for item in SHEET.items]),
    st.sampled_from(["余氯", "chlorine", "pH", "池底", "画面", "cam_01", "valve", "画面 池边"]),
    st.text(max_size=6),
)
answers = st.dictionaries(names, typed, max_size=14)


def judged(found: Examined) -> tuple[object, ...]:
    return (
        dict(found.answers),
        dict(found.notes),
        found.shortfalls,
        found.score,
        found.problems,
        found.doubtful,
    )


@given(answers, st.booleans())
def test_any_answers_can_be_examined_and_each_item_falls_short_at_most_once(
    given_: dict[str, str], all_ok: bool
) -> None:
    found = examine(SHEET, Answered(answers=given_, all_in_order=all_ok))

    names_ = [short.name for short in found.shortfalls]
    assert len(names_) == len(set(names_))
    assert set(found.answers) <= {item.id for item in SHEET.items}


@given(answers, st.booleans())
def test_an_answer_kept_reads_again_as_itself(given_: dict[str, str], all_ok: bool) -> None:
    once = examine(SHEET, Answered(answers=given_, all_in_order=all_ok))
    again = examine(SHEET, Answered(answers=once.answers, notes=once.notes))

    assert dict(again.answers) == dict(once.answers)
    assert dict(again.notes) == dict(once.notes)
    assert again.shortfalls == once.shortfalls
    assert again.score == once.score


@given(answers, st.randoms())
def test_the_order_of_answers_changes_nothing_unless_the_sheet_is_ordered(
    given_: dict[str, str], random: Random
) -> None:
    pairs = list(given_.items())
    random.shuffle(pairs)

    assert judged(examine(SHEET, Answered(answers=dict(pairs)))) == judged(examine(SHEET, Answered(answers=given_)))


@given(answers)
def test_an_ordered_sheet_adds_at_most_one_shortfall_and_changes_no_other(given_: dict[str, str]) -> None:
    free = examine(SHEET, Answered(answers=given_))
    strict = examine(ORDERED, Answered(answers=given_))
    added = [short for short in strict.shortfalls if short.kind == "out_of_order"]

    assert len(added) <= 1
    assert tuple(short for short in strict.shortfalls if short.kind != "out_of_order") == free.shortfalls
    assert strict.problems == free.problems


@given(answers)
def test_examining_a_whole_sheet_and_one_item_again_agree(given_: dict[str, str]) -> None:
    found = examine(SHEET, Answered(answers=given_))
    short = {each.name: each for each in found.shortfalls if each.name}
    for name, answer in found.answers.items():
        again = retest(
            SHEET, name, f"{answer}；{found.notes[name]}" if name in found.notes else answer, frozenset({"*"})
        )
        kind = getattr(again, "kind", None)
        assert kind == (short[name].kind if name in short else None)


@given(answers)
def test_confirming_only_takes_doubts_away(given_: dict[str, str]) -> None:
    plain = examine(SHEET, Answered(answers=given_))
    confirmed = examine(SHEET, Answered(answers=given_, confirmed=frozenset({"*"})))

    assert confirmed.doubtful == ()
    assert confirmed.shortfalls == plain.shortfalls
    assert set(plain.problems) <= set(confirmed.problems)


@given(numbers, st.sampled_from([("mg/L", 1), ("g/L", 1000), ("ug/L", "0.001")]), limits)
def test_converting_units_never_changes_a_verdict(number: Decimal, unit: tuple[str, str], within: Limits) -> None:
    name, factor = unit
    found = measure(SCALE, f"{number:f} {name}")

    assert isinstance(found, Measured)
    assert found.value == number * Decimal(factor)
    assert within.judge(found.value) is within.judge(number * Decimal(factor))


@given(measures)
def test_a_number_kept_reads_again_as_itself(value: Decimal | Censored) -> None:
    assert SCALE.read(kept_text(value)) == value


@given(numbers, limits)
def test_a_plain_number_can_always_be_told(number: Decimal, within: Limits) -> None:
    assert within.judge(number) is not Verdict.UNTOLD


@given(measures, numbers, limits)
def test_a_verdict_on_a_half_known_reading_holds_for_every_number_it_may_be(
    reading: Decimal | Censored, number: Decimal, within: Limits
) -> None:
    may_be = {"<": number.__lt__, "≤": number.__le__, ">": number.__gt__, "≥": number.__ge__}
    if isinstance(reading, Censored) and may_be[reading.sign](reading.bound):
        assert within.judge(reading) in (within.judge(number), Verdict.UNTOLD)


@given(numbers, limits, limits)
def test_both_limits_say_as_much_as_each(number: Decimal, one: Limits, other: Limits) -> None:
    together = one.both(other).judge(number) is Verdict.WITHIN

    assert together == (one.judge(number) is Verdict.WITHIN and other.judge(number) is Verdict.WITHIN)


@given(numbers, limits)
def test_limits_that_cannot_be_met_take_no_number(number: Decimal, within: Limits) -> None:
    if not within.can_be_met(by_whole_numbers=False):
        assert within.judge(number) is Verdict.OUTSIDE
    if not within.can_be_met(by_whole_numbers=True):
        assert within.judge(Decimal(int(number))) is Verdict.OUTSIDE
