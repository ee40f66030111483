"""Cover by the roster, people and posts, as they stood at the end of a day."""

from __future__ import annotations

from datetime import date

from estatectl.domain.controls.scopes import ScopeKind
from tests.nights.looking import DAY, DAY_AFTER, DESK, KEEPER, OFFICER, SECURITY_HEAD, TECHNICIAN, Onlooker

COVER, PEOPLE, POSTS = ScopeKind.COVER, ScopeKind.PEOPLE, ScopeKind.POSTS
OPERATOR = "jiang_li"
WRONG = (
    "short_hours", "unskilled_hours", "uncertified_hours", "too_long", "little_rest", "double", "on_leave", "gone",
    "expired", "ahead_short_hours", "ahead_faults",
)  # fmt: skip
WEDNESDAY = ("--from", "2026-11-11", "--to", "2026-11-11", "--kind", "年假")


def leave(desk: Onlooker, *words: str) -> None:
    answer = desk("roster", "leave", OPERATOR, *words, by=SECURITY_HEAD)
    assert answer.status == 0, answer.err


def room(desk: Onlooker, day: date = DAY) -> dict[str, object]:
    return desk.facts(COVER, "control_room", "control_room", day=day)


def test_the_sample_roster_lacks_nothing(desk: Onlooker) -> None:
    subjects = desk.subjects(COVER)
    assert len(subjects) == sum(len(plan.cover) for plan in desk.known().bundle.shift_plans.values())
    for subject in subjects.values():
        assert {name for name in WRONG if subject.facts[name] != 0} == set(), subject.id
        assert subject.facts["planned"] is True
    assert room(desk)["wanted_hours"] == "24.00"


def test_leave_leaves_a_cover_short_ahead_and_on_its_day(desk: Onlooker) -> None:
    leave(desk, *WEDNESDAY)
    before, on_it = room(desk), room(desk, DAY_AFTER)
    assert (before["short_hours"], before["ahead_short_hours"], before["ahead_faults"]) == ("0.00", "8.00", "1")
    assert (on_it["short_hours"], on_it["on_leave"], on_it["ahead_short_hours"]) == ("8.00", "1", "0.00")


def test_leave_given_or_ended_later_is_not_known_yet(desk: Onlooker) -> None:
    desk.at("2026-11-11T06:00")
    leave(desk, *WEDNESDAY)
    assert room(desk)["ahead_short_hours"] == "0.00"
    assert room(desk, DAY_AFTER)["on_leave"] == "1"
    desk.at("2026-11-12T06:00")
    leave(desk, "--from", "2026-11-16", "--to", "2026-11-17", "--kind", "年假")
    short = room(desk, date(2026, 11, 12))["ahead_short_hours"]
    assert short == "16.00"
    ended = desk.at("2026-11-16T13:00")("roster", "back", OPERATOR, "--at", "2026-11-16T12:00", by=SECURITY_HEAD)
    assert ended.status == 0, ended.err
    assert room(desk, date(2026, 11, 12))["ahead_short_hours"] == short


def test_shifts_struck_off_later_were_on_the_roster(desk: Onlooker) -> None:
    assert room(desk)["ahead_short_hours"] == "0.00"
    struck = desk.at("2026-11-11T06:00")(
        "roster", "unset", "cctv_operator", OPERATOR, "--from", "2026-11-12T00:00", "--to", "2026-11-13T00:00",
        by=SECURITY_HEAD,
    )  # fmt: skip
    assert struck.status == 0, struck.err
    assert room(desk)["ahead_short_hours"] == "0.00"
    assert room(desk, DAY_AFTER)["ahead_short_hours"] == "8.00"


def test_after_the_end_of_the_roster_nothing_is_planned(desk: Onlooker) -> None:
    desk.at("2027-02-10T08:00")
    far = room(desk, date(2027, 2, 9))
    assert far["planned"] is False
    assert (far["short_hours"], far["ahead_short_hours"]) == ("24.00", "168.00")


def certify(desk: Onlooker, until: str, skill: str = "fire", who: str = OPERATOR) -> None:
    words = ("staff", "certify", who, "--skill", skill, "--number", "X-1", "--until", until)
    answer = desk(*words, by=OFFICER)
    assert answer.status == 0, answer.err


def person(desk: Onlooker, name: str, day: date = DAY) -> dict[str, object]:
    return desk.facts(PEOPLE, name, day=day)


def test_a_certificate_counts_up_to_and_with_its_last_day(desk: Onlooker) -> None:
    certify(desk, "2026-11-10")
    on_it, after = person(desk, OPERATOR), person(desk, OPERATOR, DAY_AFTER)
    assert (on_it["certificates_expired"], on_it["certificate_days"]) == ("0", "0")
    assert (after["certificates_expired"], after["certificate_days"]) == ("1", "-1")
    assert (room(desk)["expired"], room(desk)["expiring_30d"], room(desk)["uncertified_hours"]) == ("0", "1", "0.00")
    late = room(desk, DAY_AFTER)
    assert (late["expired"], late["expiring_30d"], late["uncertified_hours"]) == ("1", "0", "8.00")


def test_a_new_certificate_is_not_known_on_the_day_before(desk: Onlooker) -> None:
    certify(desk, "2026-11-09")
    desk.at("2026-11-11T09:00")
    certify(desk, "2027-11-09")
    assert person(desk, OPERATOR)["certificates_expired"] == "1"
    assert person(desk, OPERATOR, DAY_AFTER)["certificates_expired"] == "0"


def test_a_licensed_skill_without_any_certificate_is_missing_and_an_endless_one_has_no_days(desk: Onlooker) -> None:
    endless = person(desk, OPERATOR)
    assert (endless["licensed_skills"], endless["certificates_missing"]) == ("1", "0")
    assert "certificate_days" not in endless
    added = desk(
        "staff", "add", "--id", "li_new", "--name", "李新", "--post", "cctv_operator", "--skill", "fire", by=OFFICER
    )
    assert added.status == 0, added.err
    assert person(desk, "li_new")["certificates_missing"] == "1"


def test_who_came_later_is_not_there_and_who_left_later_still_is(desk: Onlooker) -> None:
    desk.at("2026-11-11T09:00")
    desk("staff", "add", "--id", "li_new", "--name", "李新", "--post", "cctv_operator", by=OFFICER)
    assert desk("staff", "leave", OPERATOR, by=OFFICER).status == 0
    before, after = desk.subjects(PEOPLE), desk.subjects(PEOPLE, day=DAY_AFTER)
    assert (OPERATOR in before, OPERATOR in after) == (True, False)
    assert ("li_new" in before, "li_new" in after) == (False, True)
    assert "李新" not in repr(after["li_new"])


def test_hours_on_duty_and_days_off_by_the_roster_less_leave(desk: Onlooker) -> None:
    facts = person(desk, OPERATOR)
    assert (facts["hours_7d"], facts["rest_days_7d"]) == ("40.00", "2")
    leave(desk, "--from", "2026-11-10", "--to", "2026-11-10", "--kind", "年假")
    away = person(desk, OPERATOR)
    assert (away["hours_7d"], away["rest_days_7d"]) == ("32.00", "3")
    added = desk("staff", "add", "--id", "li_new", "--name", "李新", "--post", "cctv_operator", by=OFFICER)
    assert added.status == 0
    assert not {"hours_7d", "hours_30d", "rest_days_7d"} & person(desk, "li_new").keys()


def test_a_tool_is_out_with_the_one_who_drew_it(desk: Onlooker) -> None:
    assert desk("stock", "receive", "hammer_drill", "2", by=KEEPER).status == 0
    assert desk("stock", "issue", "hammer_drill", "1", "--purpose", "x", by=TECHNICIAN).status == 0
    assert desk.at("2026-11-11T09:00")("stock", "return", "hammer_drill", "1", by=TECHNICIAN).status == 0
    assert (person(desk, TECHNICIAN)["tools_out"], person(desk, TECHNICIAN)["tools_out_days"]) == ("1", "0.62")
    assert person(desk, TECHNICIAN, DAY_AFTER)["tools_out"] == "0"
    assert "tools_out_days" not in person(desk, KEEPER)


def train(desk: Onlooker, hours: str, at: str, who: str = DESK, **more: str) -> str:
    told = {"subject": "消防", "kind": "safety", "hours": hours, "passed": "yes", "at": at}
    return desk.add("training", by=OFFICER, person=who, **(told | more))


def test_training_is_added_up_within_its_time(desk: Onlooker) -> None:
    train(desk, "2.5", "2026-11-01T09:00")
    train(desk, "4", "2026-09-01T09:00")
    train(desk, "8", "2025-11-10T09:00")
    facts = person(desk, DESK)
    assert (facts["training_hours_30d"], facts["training_hours_365d"]) == ("2.5", "6.5")
    assert (facts["training_lines"], facts["training_lines_365d"], facts["training_lines_30d"]) == ("3", "2", "1")
    assert facts["training_last_days"] == "9.62"
    assert (person(desk, OFFICER)["training_lines"], person(desk, OFFICER)["training_hours_365d"]) == ("0", "0")
    assert "training_last_days" not in person(desk, OFFICER)


def test_lines_about_people_written_or_voided_later_are_as_they_were(desk: Onlooker) -> None:
    kept = train(desk, "2", "2026-11-01T09:00", ends="2026-12-01")
    desk.at("2026-11-11T09:00")
    train(desk, "3", "2026-11-02T09:00", ends="2027-12-01")
    assert desk("register", "void", kept, "--reason", "重复", by=OFFICER).status == 0
    before, after = person(desk, DESK), person(desk, DESK, DAY_AFTER)
    assert (before["training_lines"], before["training_hours_30d"], before["training_ends_days"]) == ("1", "2", "21")
    assert (after["training_lines"], after["training_hours_30d"], after["training_ends_days"]) == ("1", "3", "385")


def test_an_old_line_still_says_when_it_was(desk: Onlooker) -> None:
    train(desk, "2", "2024-11-10T09:00")
    assert person(desk, DESK)["training_last_days"] == "730.62"


def test_the_latest_contract_counts(desk: Onlooker) -> None:
    told = {"person": DESK, "joined_on": "2020-03-01", "contract": "fixed"}
    desk.add("personnel", by=OFFICER, file_number="A-1", contract_until="2026-11-09", at="2020-03-01T09:00", **told)
    assert person(desk, DESK)["personnel_contract_until_days"] == "-1"
    desk.add("personnel", by=OFFICER, file_number="A-2", contract_until="2026-11-11", at="2026-11-10T09:00", **told)
    facts = person(desk, DESK)
    assert (facts["personnel_contract_until_days"], facts["personnel_lines"]) == ("1", "2")
    assert "personnel_contract_until_days" not in person(desk, OFFICER)


def test_a_post_says_who_holds_it_who_is_away_and_what_carries_its_duties(desk: Onlooker) -> None:
    full = desk.facts(POSTS, "cctv_operator")
    leave(desk, "--from", "2026-11-10", "--to", "2026-11-10", "--kind", "年假")
    assert desk("staff", "leave", "peng_fei", by=OFFICER).status == 0
    less = desk.facts(POSTS, "cctv_operator")
    assert int(less["holders"]) == int(full["holders"]) - 1
    assert (full["away"], less["away"]) == ("0", "1")
    assert int(less["headcount"]) - int(less["holders"]) == int(less["vacant"])
    assert int(less["duties"]) == int(less["duties_carried"]) + int(less["duties_pending"])
    assert set(desk.subjects(POSTS)) == set(desk.known().bundle.organisation.posts)
