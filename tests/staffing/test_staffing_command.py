"""`staff certify` and `roster leave|rotate|swap|gaps|show --week` as staff type them, in both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from estatectl.cli.main import run
from estatectl.render.widths import width
from tests.terminal import Typing

NOW = "2026-11-10T09:00"
HEAD, DEPUTY, OFFICE = "lei_zhengang", "gu_wenxi", "shao_jing"
OPERATOR, GUARD = "jiang_li", "song_tao"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample estate, on a Tuesday morning."""
    place = tmp_path_factory.mktemp("staffing") / "estate"
    assert run(["init", str(place), "--sample", "-q", "--now", "2026-10-09T06:00"]) == 0
    return place


class Terminal(Typing):
    """Somebody who types commands in an estate of their own."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(place, capsys, NOW, HEAD)

    def kinds(self, *words: str) -> list[tuple[str, str | None]]:
        """The kinds of gaps, each with its cover."""
        document = self("roster", "gaps", *words, "--format", "json").document
        return [(gap["kind"], gap["cover"]) for gap in document["gaps"]]


@pytest.fixture
def terminal(founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    shutil.copytree(founded, tmp_path / "estate")
    return Terminal(tmp_path / "estate", capsys)


def test_the_sample_roster_has_no_gap_in_its_whole_year(terminal: Terminal) -> None:
    for first, last in (("2026-01-02", "2026-03-31"), ("2026-04-01", "2026-06-30"), ("2026-07-01", "2026-09-30")):
        answer = terminal("roster", "gaps", "--from", first, "--to", last)
        assert (answer.status, answer.err) == (0, "")
    assert "all 8 demands are met" in terminal("roster", "gaps").out


def test_leave_opens_gaps_that_end_with_1_and_name_who_is_away(terminal: Terminal) -> None:
    given = terminal(
        "roster", "请假", "蒋莉", "--from", "2026-11-11", "--to", "2026-11-12", "--kind", "年假", lang="zh"
    )
    assert given.status == 0
    assert "蒋莉（年假）：2026-11-11 00:00 至 2026-11-13 00:00" in given.out
    assert "假期里有 2 班要有人顶" in given.out
    gaps = terminal("roster", "gaps", lang="zh")
    assert gaps.status == 1
    assert "消防控制室" in gaps.out
    assert "1 人，应有 2 人" in gaps.out
    assert terminal.kinds("--post", "cctv_operator") == [
        ("on_leave", None), ("short", "control_room"), ("on_leave", None), ("short", "control_room"),
    ]  # fmt: skip
    assert terminal.kinds("--post", "gardener") == []


def test_who_is_on_leave_is_not_on_duty_and_comes_back(terminal: Terminal) -> None:
    def on_duty() -> list[str]:
        [post] = terminal("roster", "show", "--post", "cctv_operator", "--format", "json").document["posts"]
        return [each["person"] for each in post["on_duty"]]

    assert on_duty() == ["jiang_li", "tian_tian"]
    terminal("roster", "leave", OPERATOR, "--from", "2026-11-10", "--to", "2026-11-30", "--kind", "sick")
    assert on_duty() == ["tian_tian"]
    assert [each["person"] for each in terminal("roster", "leaves", "--format", "json").document["leaves"]] == [
        OPERATOR
    ]
    assert terminal("roster", "back", OPERATOR, "--at", "2026-11-10T09:00").status == 0
    assert on_duty() == ["jiang_li", "tian_tian"]
    assert terminal("roster", "back", OPERATOR).codes == ["EST-976"]


@pytest.mark.parametrize(
    ("by", "person", "code"),
    [
        (OPERATOR, OPERATOR, "EST-973"),
        (GUARD, OPERATOR, "EST-973"),
        ("wu_jianguo", OPERATOR, "EST-973"),
        (HEAD, HEAD, "EST-973"),
        (OFFICE, OFFICE, "EST-973"),
        (HEAD, OPERATOR, None),
        (OFFICE, OPERATOR, None),
        (DEPUTY, HEAD, None),
        ("shen_yichuan", "shen_yichuan", None),
    ],
)
def test_leave_is_entered_by_the_head_or_above_and_never_for_oneself(
    terminal: Terminal, by: str, person: str, code: str | None
) -> None:
    line = ("roster", "leave", person, "--from", "2026-11-11", "--to", "2026-11-11", "--kind", "personal")
    assert terminal(*line, by=by).codes == ([code] if code else [])


def test_the_faults_of_leave_are_told_at_once(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "leave.csv"
    file.write_text(
        "person,from,to,kind\njiang_li,2026-11-12,2026-11-11,annual\nnobody,soon,2026-11-11,holiday\n"
        "jiang_li,2026-11-12,2026-11-12,annual\n",
        encoding="utf-8",
    )
    refused = terminal("roster", "leave", "--from-file", str(file))
    assert [line.split()[1] for line in refused.err.splitlines() if "EST-" in line] == [
        "EST-974", "EST-464", "EST-974", "EST-975",
    ]  # fmt: skip
    assert terminal("roster", "leaves", "--format", "json").document["leaves"] == []
    good = ("roster", "leave", OPERATOR, "--from", "2026-11-12", "--to", "2026-11-13", "--kind", "annual")
    assert terminal(*good).status == 0
    assert "1 entered already" in terminal(*good).out
    across = terminal("roster", "leave", OPERATOR, "--from", "2026-11-13", "--to", "2026-11-14", "--kind", "sick")
    assert across.codes == ["EST-974"]


def test_a_certificate_ends_and_a_new_one_takes_its_place(terminal: Terminal) -> None:
    for number, until in (("XF-9", "2026-11-20"), ("XF-9", "2026-11-20")):
        done = terminal("staff", "certify", "jiang_li", "--skill", "fire", "--number", number, "--until", until)
        assert done.status == 0
    assert "0 registered, 1 known already" in done.out
    assert terminal.kinds("--post", "cctv_operator") == [("expiring", "control_room")]
    assert ("uncertified", "control_room") in terminal.kinds("--from", "2026-11-21", "--to", "2026-11-27")
    listed = terminal("staff", "certificates", "--skill", "fire", "--format", "json").document["certificates"]
    assert listed[0] == {"person": "jiang_li", "skill": "fire", "number": "XF-9", "until": "2026-11-20"}
    terminal("staff", "certify", "jiang_li", "--skill", "fire", "--number", "XF-10", "--until", "2029-11-20")
    assert terminal.kinds("--post", "cctv_operator") == []


def test_certificates_survive_an_import_of_staff(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text("id,name,posts,skills\njiang_li,蒋小莉,cctv_operator,cctv fire\n", encoding="utf-8")
    assert terminal("staff", "import", str(file)).status == 0
    assert terminal("roster", "gaps").status == 0


def test_the_faults_of_certificates_are_told_at_once(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "certificates.csv"
    file.write_text(
        "person,skill,number,until\nnobody,fire,1,2027-01-01\njiang_li,fier,1,2027-01-01\n"
        "jiang_li,plumbing,1,2027-01-01\njiang_li,fire,,2027-13-01\n",
        encoding="utf-8",
    )
    refused = terminal("staff", "certify", "--from", str(file))
    assert [line.split()[1] for line in refused.err.splitlines() if "EST-" in line] == [
        "EST-464", "EST-463", "EST-980", "EST-980", "EST-471",
    ]  # fmt: skip
    assert refused.status == 2


def test_a_team_is_put_on_its_rotation_and_again_adds_nothing(terminal: Terminal) -> None:
    terminal("staff", "add", "--id", "new_guard", "--name", "新队员", "--post", "security_guard", by=OFFICE)
    line = ("roster", "rotate", "guards", "new_guard", "--team", "一班", "--from", "2026-11-09", "--to", "2026-11-16")
    assert "6 shifts added, 0 were there already" in terminal(*line).out
    assert "0 shifts added, 6 were there already" in terminal(*line).out
    shown = terminal("roster", "show", "--week", "2026-11-11", "--post", "security_guard", lang="zh").out
    row = next(line for line in shown.splitlines() if line.startswith("新队员"))
    assert row.split()[1:] == ["早", "早", "中", "中", "夜", "夜", "·"]
    assert max(width(line) for line in shown.splitlines()) <= 80


def test_a_rotation_leaves_out_leave_and_refuses_shifts_across_others(terminal: Terminal) -> None:
    terminal("staff", "add", "--id", "new_guard", "--name", "新队员", "--post", "security_guard", by=OFFICE)
    terminal("roster", "leave", "new_guard", "--from", "2026-11-10", "--to", "2026-11-10", "--kind", "sick")
    line = ("roster", "rotate", "guards", "--team", "a", "--from", "2026-11-09", "--to", "2026-11-12")
    done = terminal(*line, "new_guard")
    assert "3 shifts added" in done.out
    assert "1 shifts left out: leave" in done.out
    assert terminal(*line, "wei_laifu").codes == ["EST-976"]
    assert terminal(*line, OPERATOR).codes == ["EST-466"]
    assert terminal(*line[:2], "gards", "new_guard", *line[3:]).codes == ["EST-975"]


def test_a_shift_by_name_is_the_shift_by_its_hours(terminal: Terminal) -> None:
    terminal("staff", "add", "--id", "new_guard", "--name", "新队员", "--post", "security_guard", by=OFFICE)
    by_name = ("roster", "set", "security_guard", "new_guard", "--shift", "夜班", "--on", "2026-11-14")
    assert "1 shifts added" in terminal(*by_name).out
    by_hours = ("--from", "2026-11-14T23:00", "--to", "2026-11-15T07:00")
    assert "1 were there already" in terminal(*by_name[:4], *by_hours).out
    assert "3 shifts added, 1 were there already" in terminal(*by_name, "--until", "2026-11-17").out
    assert terminal(*by_name, *by_hours).codes == ["EST-403"]
    assert terminal(*by_name[:4], "--shift", "nihgt", "--on", "2026-11-14").codes == ["EST-975"]


def test_the_head_swaps_at_once_and_others_ask(terminal: Terminal) -> None:
    made = terminal("roster", "swap", "jiang_li", "dong_jie", "--on", "2026-11-12")
    assert made.status == 0
    assert "SW-1 蒋莉 ⇄ 董洁: made" in made.out
    on_duty = terminal("roster", "show", "--at", "2026-11-12T16:00", "--post", "cctv_operator", "--format", "json")
    assert [each["person"] for each in on_duty.document["posts"][0]["on_duty"]] == ["jiang_li", "jiang_nan"]

    asked = terminal("roster", "换班", "蒋莉", "董洁", "--on", "2026-11-13", by=OPERATOR, lang="zh")
    assert "SW-2 蒋莉 ⇄ 董洁：待批" in asked.out
    assert terminal("roster", "approve", "SW-2", by=OPERATOR).codes == ["EST-973"]
    assert [each["id"] for each in terminal("roster", "swaps", "--format", "json").document["swaps"]] == ["SW-2"]
    assert terminal("roster", "approve", "sw-2").status == 0
    assert terminal("roster", "approve", "sw-2").codes == ["EST-978"]
    assert terminal("roster", "approve", "SW-9").codes == ["EST-978"]
    assert terminal("roster", "swaps", "--format", "json").document["swaps"] == []
    before = terminal("roster", "swaps", "--all", "--format", "json").document
    assert terminal("journal", "rebuild").status == 0
    assert terminal("roster", "swaps", "--all", "--format", "json").document == before
    assert terminal("journal", "verify").status == 0


def test_a_swap_that_was_asked_for_tells_the_head_and_a_refusal_tells_the_asker(terminal: Terminal) -> None:
    terminal("roster", "swap", "jiang_li", "dong_jie", "--on", "2026-11-12", by=OPERATOR)
    assert terminal("roster", "refuse", "SW-1", "--reason", "演练日").status == 0
    terminal("tick", by="system")
    outbox = (terminal.place / "outbox" / "notices.jsonl").read_text(encoding="utf-8")
    assert "待批准" in outbox
    assert "security_supervisor" in outbox
    assert "换班没有获准" in outbox


@pytest.mark.parametrize(
    ("pair", "day"),
    [
        (("jiang_li", "yu_bo"), "2026-11-14"),
        (("jiang_li", "song_tao"), "2026-11-12"),
        (("jiang_li", "jiang_li"), "2026-11-12"),
    ],
    ids=["no shift to give", "not of that post", "with oneself"],
)
def test_a_swap_that_cannot_be_made_is_refused(terminal: Terminal, pair: tuple[str, str], day: str) -> None:
    refused = terminal("roster", "swap", *pair, "--on", day)
    assert refused.status != 0
    assert set(refused.codes) <= {"EST-977", "EST-466"}
    assert terminal("roster", "swaps", "--all", "--format", "json").document["swaps"] == []


def test_nobody_swaps_into_leave_or_a_second_shift(terminal: Terminal) -> None:
    terminal("roster", "leave", "dong_jie", "--from", "2026-11-11", "--to", "2026-11-11", "--kind", "sick")
    assert terminal("roster", "swap", "jiang_li", "dong_jie", "--on", "2026-11-11").codes == ["EST-977"]
    terminal("roster", "set", "cctv_operator", "cui_jianmin", "--from", "2026-11-10T12:00", "--to", "2026-11-11T08:00")
    assert terminal("roster", "swap", "jiang_li", "cui_jianmin", "--on", "2026-11-11").codes == ["EST-977"]


def test_an_empty_register_is_nothing_to_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "bare"), "-q", "--now", NOW]) == 0
    answer = Terminal(tmp_path / "bare", capsys)("roster", "gaps", by="system")
    assert (answer.status, answer.codes) == (5, ["EST-979"])


def test_leave_and_certificates_come_back_from_the_entries_alone(terminal: Terminal) -> None:
    terminal("roster", "leave", OPERATOR, "--from", "2026-11-11", "--to", "2026-11-20", "--kind", "annual")
    terminal("roster", "leave", GUARD, "--from", "2026-11-09", "--to", "2026-11-20", "--kind", "annual")
    terminal("roster", "back", GUARD)

    def seen() -> list[str]:
        lines = (("roster", "leaves"), ("staff", "certificates"), ("roster", "gaps"), ("roster", "show", "--week"))
        return [terminal(*line, "--format", "json").out for line in lines]

    before = seen()
    assert terminal("journal", "rebuild").status == 0
    assert seen() == before


def test_the_kind_of_leave_can_be_forgotten(terminal: Terminal) -> None:
    terminal("roster", "leave", OPERATOR, "--from", "2026-11-11", "--to", "2026-11-20", "--kind", "sick")
    assert terminal("journal", "erase", "roster", "--field", "kind", "--reason", "本人要求", by=OFFICE).status == 0
    [held] = terminal("roster", "leaves", "--format", "json").document["leaves"]
    assert (held["person"], held["kind"]) == (OPERATOR, "")
    assert terminal("journal", "verify").status == 0
