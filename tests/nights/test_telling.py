"""What a night finds new is told once to those who answer for it."""

from __future__ import annotations

from tests.nights.house import LIFTS, SCORES, look, policies
from tests.rounds.house import Estate


def night_after_a_morning_without_lifts() -> Estate:
    estate = Estate.founded("05-06 00:00", policies(LIFTS, SCORES))
    estate.at("05-06 07:30").tick()
    estate.at("05-07 00:01").tick()
    return estate


def test_the_post_that_answers_hears_of_it_in_one_notice() -> None:
    estate = night_after_a_morning_without_lifts()
    missed = len(estate.rounds("lift_daily", states=("missed",)))
    look(estate, "05-07 00:30")
    [notice] = [each for each in estate.journal.undelivered() if each.case == "nights"]
    assert notice.to_person == "wu_jianguo"
    assert notice.template == "night.critical.2026-05-06"
    assert notice.text_zh == f"夜间核查 2026-05-06：您负责的新异常 {missed} 项：电梯每天看过（{missed}）"
    assert notice.text_en == (
        f"night check of 2026-05-06: {missed} new findings that you answer for: Lifts looked at daily ({missed})"
    )


def test_a_second_look_tells_nobody_again() -> None:
    estate = night_after_a_morning_without_lifts()
    look(estate, "05-07 00:30")
    before = estate.journal.head()
    look(estate, "05-07 09:30", "05-06")
    assert estate.journal.head() == before
