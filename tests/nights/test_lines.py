"""Lines of registers and registers as a whole, as they stood at the end of a day."""

from __future__ import annotations

from datetime import date

from estatectl.domain.controls.scopes import ScopeKind
from estatectl.domain.rules.facts import FactValue
from tests.nights.looking import ADMIN_HEAD, CCTV, DAY_AFTER, DESK, OFFICER, SECURITY_HEAD, Onlooker

WRITER, SECOND, THIRD = "miao_qing", "ge_fuling", "ye_xiang"
LINES, REGISTERS = ScopeKind.LINES, ScopeKind.REGISTERS


def lend_key(desk: Onlooker, due: str = "2026-11-10") -> str:
    return desk.add("keys", key="配电房", holder="王师傅", why="检修", due_back=due)


def spray(desk: Onlooker) -> str:
    return desk.add(
        "pesticide_use", by=WRITER, area="东区", target="蚜虫", product="吡虫啉", registration="PD1", maker="某厂",
        dose="1:1000", sprayer=WRITER, wind="3", notice_at="2026-11-09T08:00", gear="yes",
    )  # fmt: skip


def give_pass(desk: Onlooker, plate: str, until: str) -> str:
    told = {"kind": "owner", "owner": "王先生", "household": "3栋2单元1201", "valid_until": until}
    return desk.add("vehicle_passes", plate=plate, **told)


def test_a_key_that_is_out_is_looked_at_every_night_until_the_day_it_came_back(desk: Onlooker) -> None:
    line = lend_key(desk)
    assert desk.at("2026-11-12T18:00")("register", "return", line).status == 0
    out = desk.facts(LINES, line, "keys")
    assert (out["state"], out["due_days"], out["out_days"], out["look_days"]) == ("out", "0", "0.62", "0")
    assert desk.facts(LINES, line, "keys", day=DAY_AFTER)["due_days"] == "-1"
    back = desk.facts(LINES, line, "keys", day=date(2026, 11, 12))
    assert back["state"] == "returned"
    assert not {"due_days", "out_days"} & back.keys()
    assert desk.subjects(LINES, "keys", day=date(2026, 11, 13)) == {}


def test_fields_are_facts_but_what_is_personal_is_only_known_to_be_given(desk: Onlooker) -> None:
    line = desk.add("cctv_log", by=CCTV, kind="blocked", location="东门", content="车牌京A12345 占道")
    subject = desk.subjects(LINES, "cctv_log")[line]
    assert subject.facts["kind"] == "blocked"
    assert subject.facts["given"] == {"kind", "location", "content"}
    assert "content" not in subject.facts
    assert (subject.person, subject.department) == (CCTV, "security")
    assert "京A12345" not in repr(subject)


def test_an_erasure_changes_nothing_that_was_seen(desk: Onlooker) -> None:
    line = desk.add("cctv_log", by=CCTV, kind="blocked", location="东门", content="车牌京A12345 占道")
    before = desk.subjects(LINES, "cctv_log")[line]
    erased = desk.at("2026-11-11T09:00")(
        "journal", "erase", line, "--field", "content", "--reason", "本人要求", by="shen_yichuan"
    )
    assert erased.status == 0, erased.err
    after = desk.subjects(LINES, "cctv_log")[line]
    assert (after.facts, after.evidence) == (before.facts, before.evidence)


def test_a_line_corrected_later_is_seen_as_it_was(desk: Onlooker) -> None:
    line = desk.add("cctv_log", by=CCTV, kind="blocked", location="东门", content="占道")
    assert desk.at("2026-11-11T09:00")("register", "correct", line, "--kind", "suspicious", by=CCTV).status == 0
    assert desk.facts(LINES, line, "cctv_log")["kind"] == "blocked"
    after = desk.facts(LINES, line, "cctv_log", day=DAY_AFTER)
    assert (after["kind"], after["corrections"]) == ("suspicious", "1")


def test_a_line_without_anything_to_come_is_looked_at_on_its_day_alone(desk: Onlooker) -> None:
    line = desk.add("cctv_log", by=CCTV, kind="blocked", location="东门", content="占道")
    assert list(desk.subjects(LINES, "cctv_log")) == [line]
    assert desk.subjects(LINES, "cctv_log", day=DAY_AFTER) == {}


def test_the_case_that_a_sighting_opens_is_counted_and_open(desk: Onlooker) -> None:
    line = desk.add("cctv_log", by=CCTV, kind="fight", location="东门", content="两人打架")
    facts = desk.facts(LINES, line, "cctv_log")
    assert (facts["cases"], facts["cases_open"]) == ("1", "1")


def test_confirmations_count_and_the_hours_until_the_last_one(desk: Onlooker) -> None:
    line = spray(desk)
    assert desk.at("2026-11-10T11:30")("register", "confirm", line, by=SECOND).status == 0
    assert desk.at("2026-11-11T09:00")("register", "confirm", line, by=THIRD).status == 0
    half = desk.facts(LINES, line, "pesticide_use")
    assert (half["state"], half["needs"], half["confirmations"]) == ("unconfirmed", "2", "1")
    assert "confirmed_hours" not in half
    whole = desk.facts(LINES, line, "pesticide_use", day=DAY_AFTER)
    assert (whole["state"], whole["confirmed_hours"]) == ("valid", "24.00")


def test_what_was_written_down_late_says_by_how_much(desk: Onlooker) -> None:
    line = desk.add("cctv_log", by=CCTV, kind="blocked", location="东门", content="占道", at="2026-11-09T21:00")
    facts = desk.facts(LINES, line, "cctv_log")
    assert (facts["late_entered_hours"], facts["age_days"]) == ("12.00", "1.12")


def test_a_line_entered_later_for_the_day_is_not_known_yet(desk: Onlooker) -> None:
    desk.at("2026-11-11T09:00")
    line = desk.add("cctv_log", by=CCTV, kind="blocked", location="东门", content="占道", at="2026-11-10T21:00")
    assert desk.subjects(LINES, "cctv_log") == {}
    assert list(desk.subjects(LINES, "cctv_log", day=DAY_AFTER)) == [line]
    assert desk.facts(REGISTERS, "cctv_log", "cctv_log")["lines"] == "0"
    assert desk.facts(REGISTERS, "cctv_log", "cctv_log", day=DAY_AFTER)["lines_1d"] == "0"
    assert desk.facts(REGISTERS, "cctv_log", "cctv_log", day=DAY_AFTER)["lines_7d"] == "1"


def test_what_is_to_be_looked_at_within_a_month_is_there_and_one_day_more_is_not(desk: Onlooker) -> None:
    near, far = give_pass(desk, "京A12345", "2026-12-11"), give_pass(desk, "京A12346", "2026-12-12")
    past = give_pass(desk, "京A12347", "2026-11-10")
    seen = desk.subjects(LINES, "vehicle_passes", day=DAY_AFTER)
    assert set(seen) == {near, past}
    assert far not in seen
    days = {line: subject.facts["look_days"] for line, subject in seen.items()}
    assert days == {near: 30, past: -1}
    assert seen[near].facts["valid_until_days"] == 30


def test_a_voided_line_shows_on_its_last_day_and_counts_no_more(desk: Onlooker) -> None:
    line = lend_key(desk)
    assert desk.at("2026-11-11T09:00")("register", "void", line, "--reason", "写错了").status == 0
    assert desk.facts(REGISTERS, "keys", "keys")["lines"] == "1"
    assert desk.facts(LINES, line, "keys", day=DAY_AFTER)["state"] == "voided"
    empty = desk.facts(REGISTERS, "keys", "keys", day=DAY_AFTER)
    assert (empty["lines"], empty["lines_30d"], empty["out"]) == ("0", "0", "0")
    assert "last_days" not in empty


def counts(facts: dict[str, FactValue]) -> tuple[FactValue, ...]:
    return tuple(facts[f"lines_{days}d"] for days in (1, 7, 30, 90, 365))


def test_a_register_counts_its_lines_back_from_the_end_of_the_day(desk: Onlooker) -> None:
    seen = {"kind": "blocked", "location": "东门", "content": "占道"}
    for at in ("2026-11-10T00:01", "2026-11-10T00:00", "2026-11-04T00:01", "2026-11-04T00:00", "2026-10-01T12:00"):
        desk.add("cctv_log", by=CCTV, at=at, **seen)
    facts = desk.facts(REGISTERS, "cctv_log", "cctv_log")
    assert counts(facts) == ("1", "3", "4", "5", "5")
    assert (facts["lines"], facts["last_days"]) == ("5", "1.00")


def test_a_register_says_what_waits_is_out_and_overdue(desk: Onlooker) -> None:
    lend_key(desk, due="2026-11-09")
    lend_key(desk, due="2026-11-10")
    facts = desk.facts(REGISTERS, "keys", "keys")
    assert (facts["out"], facts["overdue"], facts["unconfirmed"]) == ("2", "1", "0")
    assert facts["keeps_personal"] is facts["has_retention"] is True
    spray(desk)
    assert desk.facts(REGISTERS, "pesticide_use", "pesticide_use")["unconfirmed"] == "1"


def test_every_register_is_a_subject_also_an_empty_one(desk: Onlooker) -> None:
    subjects = desk.subjects(REGISTERS)
    assert set(subjects) == set(desk.known().bundle.registers)
    assert subjects["seals"].facts["lines"] == 0


def test_who_wrote_a_line_and_who_answers(desk: Onlooker) -> None:
    line = desk.add(
        "personnel", by=OFFICER, person=DESK, file_number="A-1", joined_on="2024-03-01", contract="fixed",
        contract_until="2026-11-20", look_at="2026-11-20",
    )  # fmt: skip
    subject = desk.subjects(LINES, "personnel")[line]
    assert (subject.person, subject.posts) == (OFFICER, ("admin_officer", "admin_manager"))
    assert (subject.facts["contract"], subject.facts["contract_until_days"]) == ("fixed", 10)
    assert {ADMIN_HEAD, SECURITY_HEAD} & {subject.person} == set()
