"""Writing and looking up: what a register takes, what it refuses, and what follows from a line."""

from __future__ import annotations

import pytest

from tests.registers.terminal import CCTV, DESK, GUARD, OFFICER, Terminal

FIRE = ("--kind", "着火", "--location", "3栋大堂", "--content", "三楼冒烟")


def test_a_line_is_written_tidied_and_found_again(desk: Terminal) -> None:
    line = desk.give_pass("京a·12345")
    assert line == "PASS-1"
    shown = desk.json("register", "show", "pass-1")["line"]
    assert shown["values"]["plate"] == "京A12345"
    assert (shown["state"], shown["by"]) == ("valid", DESK)
    assert desk.lines("vehicle_passes", "--where", "plate=京A12345") == ["PASS-1"]
    assert desk.lines("车证", "--where", "车牌=京A·12345") == ["PASS-1"]
    assert desk.lines("vehicle_passes", "--where", "plate=京A12346") == []


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_written(desk: Terminal) -> None:
    answer = desk("register", "add", "vehicle_passes", "--plate", "hello", "--kind", "king", "--valid-until", "soon")
    assert answer.status == 2
    assert sorted(answer.codes) == ["EST-449", "EST-450", "EST-450", "EST-451", "EST-455"]
    assert desk.lines("vehicle_passes", "--all") == []
    assert desk.give_pass() == "PASS-1"


def test_a_plate_stands_on_one_live_line(desk: Terminal) -> None:
    desk.give_pass("京A12345")
    again = desk("register", "add", "车证", "--plate", "京 A12345", "--kind", "业主", "--owner", "李女士",
                 "--household", "5-1", "--valid-until", "2027-01-01", lang="zh")  # fmt: skip
    assert again.codes == ["EST-954"]
    assert "PASS-1" in again.err
    assert desk.give_pass("京A12346") == "PASS-2"


def test_only_the_posts_of_the_policy_and_those_above_them_write(desk: Terminal) -> None:
    words = ("register", "add", "cctv_log", *FIRE)
    refused = desk(*words, by=DESK)
    assert refused.codes == ["EST-421"]
    assert desk(*words, by=CCTV).status == 0
    assert desk(*words, by="shen_yichuan").status == 0  # the general manager, above everybody


def test_what_the_camera_room_sees_goes_to_the_patrols_and_opens_an_incident(desk: Terminal) -> None:
    document = desk.json("register", "add", "cctv_log", *FIRE, by=CCTV)
    assert document["line"]["cases"] == ["I-1"]
    assert "【监控】3栋大堂 火情：三楼冒烟（CCTV-1）" in desk.outbox()
    incident = desk.json("incident", "show", "I-1")
    assert {"relation": "register", "other": "CCTV-1"} in incident["links"]
    assert [entry["kind"] for entry in document["history"]].count("linked") == 1


def test_what_is_no_incident_is_told_and_opens_nothing(desk: Terminal) -> None:
    document = desk.json("register", "add", "cctv_log", "--kind", "suspicious", "--location", "北门",
                         "--content", "徘徊", by=CCTV)  # fmt: skip
    assert document["line"]["cases"] == []
    assert "徘徊" in desk.outbox()


def test_a_field_is_asked_for_only_where_its_condition_holds(desk: Terminal) -> None:
    person = ("register", "add", "barred", "--what", "person", "--why", "盗窃", "--valid-until", "2027-01-01")
    assert desk(*person, by="lei_zhengang").codes == ["EST-450"]  # the name; no plate is asked of a person
    assert desk(*person, "--name", "某人", by="lei_zhengang").status == 0


def test_a_line_may_name_a_line_of_another_register(desk: Terminal) -> None:
    loan = ("register", "add", "archive_loans", "--document", "DOC-1", "--borrower", DESK, "--why", "核对",
            "--confidential", "no", "--due-back", "2026-11-20")  # fmt: skip
    assert desk(*loan, by=OFFICER).codes == ["EST-952"]
    desk.add("documents", by=OFFICER, way="received", number="X-1", title="函", partner="街道", level="internal",
             keep="permanent")  # fmt: skip
    done = desk(*loan, "--format", "json", by=OFFICER)
    assert done.document["line"]["state"] == "out"
    pass_line = desk.give_pass()
    wrong = desk(*loan[:4], pass_line, *loan[5:], by=OFFICER)
    assert wrong.codes == ["EST-952"]


def test_a_text_is_found_by_what_people_see(desk: Terminal) -> None:
    desk.give_pass("京A12345", owner="王先生")
    desk.give_pass("京A12346", owner="李女士", kind="tenant")
    assert desk.lines("vehicle_passes", "--text", "李女士") == ["PASS-2"]
    assert desk.lines("vehicle_passes", "--text", "租户") == ["PASS-2"]
    assert desk.lines("vehicle_passes", "--text", "京a1234") == ["PASS-2", "PASS-1"]


@pytest.mark.parametrize(
    ("day", "found"),
    [("2026-11-09", ["PASS-1"]), ("2026-11-10", []), ("2026-11-11", [])],
    ids=["ended yesterday", "ends today", "ends tomorrow"],
)
def test_a_line_is_overdue_the_day_after(desk: Terminal, day: str, found: list[str]) -> None:
    desk.give_pass(valid_until=day)
    assert desk.lines("vehicle_passes", "--overdue") == found


def test_a_filter_that_cannot_be_read_is_refused(desk: Terminal) -> None:
    assert desk("register", "list", "车证", "--where", "color=red").codes == ["EST-957"]
    assert desk("register", "list", "车证", "--where", "plate").codes == ["EST-957"]
    assert desk("register", "list", "车证", "--where", "kind=king").codes == ["EST-451"]
    unknown = desk("register", "list", "vehicle_pases")
    assert unknown.codes == ["EST-951"]
    assert "vehicle_passes" in unknown.err
    assert desk("register", "show", "PASS-7").codes == ["EST-952"]


def test_it_cannot_have_happened_in_the_future(desk: Terminal) -> None:
    words = ("register", "add", "cctv_log", *FIRE, "--at")
    assert desk(*words, "2026-11-10T09:01", by=CCTV).codes == ["EST-428"]
    assert desk(*words, "2026-11-10T08:59", by=CCTV).status == 0


def test_a_rebuild_writes_the_same_rows(desk: Terminal) -> None:
    desk.give_pass()
    desk("register", "add", "cctv_log", *FIRE, by=CCTV)
    before = [desk.json("register", "list", name, "--all") for name in ("vehicle_passes", "cctv_log")]
    assert desk("journal", "rebuild").status == 0
    assert [desk.json("register", "list", name, "--all") for name in ("vehicle_passes", "cctv_log")] == before
    assert desk("journal", "verify").status == 0


def test_personal_values_stay_outside_the_chain(desk: Terminal) -> None:
    desk.give_pass(owner="欧阳独一")
    assert "欧阳独一" not in desk("journal", "export").out
    assert "欧阳独一" in desk("journal", "export", "--with-personal").out


def test_the_list_of_registers_reads_in_both_languages(desk: Terminal) -> None:
    desk.give_pass()
    assert "车辆通行证    1 " in desk("register", "list", lang="zh").out
    assert "Vehicle passes          1 " in desk("register", "list").out
    assert desk("登记簿", "查询", "车证", by=GUARD, lang="zh").out.endswith("车辆通行证：共 1 行，显示 1 行\n")
