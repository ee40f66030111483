"""The command `round` as staff type it, in both languages: due, record, list, findings, show, start, excuse, retest."""

from __future__ import annotations

import json
import shutil
import sys
from hashlib import sha256
from pathlib import Path
from textwrap import dedent

import pexpect
import pytest

from estatectl.cli.main import run
from estatectl.render.widths import width
from estatectl.wiring import founding
from estatectl.wiring.places import packaged
from tests.cli.driving import environment
from tests.rounds.house import laid_out
from tests.terminal import Typing

MORNING, EVENING = "2026-10-09T08:40", "2026-10-09T22:05"
CLEANER, GUARD, TECHNICIAN = "lu_xiuying", "wang_zhipeng", "zhao_qiang"
POOL, LIFT, PATROL = "RD-23", "RD-6", "RD-24"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An estate on a Friday morning: 22 lifts to look at, the pool to be tested; nothing is late."""
    place = tmp_path_factory.mktemp("rounds") / "estate"
    own = laid_out(place.with_name("policies"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(founding, "packaged", lambda name: own if name == "policies" else packaged(name))
        assert run(["init", str(place), "--sample", "-q", "--now", "2026-10-09T06:00"]) == 0
    for now in ("2026-10-09T07:30", "2026-10-09T08:30"):
        assert run(["tick", "--as", "system", "--dir", str(place), "--now", now]) == 0
    return place


class Terminal(Typing):
    """Somebody who types commands in an estate of their own."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(place, capsys, MORNING, CLEANER)

    def at(self, now: str) -> Terminal:
        """Let it be later, and cron have run."""
        self.now = now
        assert self("tick", by="system").status == 0
        return self


@pytest.fixture
def desk(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    monkeypatch.setenv("COLUMNS", "110")
    return Terminal(Path(shutil.copytree(founded, tmp_path / "estate")), capsys)


def text(written: str) -> str:
    return dedent(written).lstrip("\n")


# What is to be done.


def test_the_first_due_is_on_top_and_the_line_below_counts(desk: Terminal) -> None:
    assert desk("round", "due", "--limit", "2").out == text("""
        id     due            round                of                            post                    law
        -----  -------------  -------------------  ----------------------------  ----------------------  ------
        RD-23  in 1 h 5 min   Pool before opening  Heated pool of the clubhouse  Cleaner
        RD-1   in 1 h 50 min  Daily look at lifts  Lift of building 1 unit 1     Maintenance technician  by law

        23 to do (2 shown), 0 late; 0 missed in 30 days and not made up; 0 findings open
        what it asks, and how to record it: estatectl round show RD-23
        """)


def test_the_same_in_chinese(desk: Terminal) -> None:
    assert desk("巡查", "该做", "--mine", lang="zh").out == text("""
        编号   到期        巡查            对象          岗位    法定
        -----  ----------  --------------  ------------  ------  ----
        RD-23  1小时5分后  泳池开放前检测  会所恒温泳池  保洁员

        要做 1 项，已迟 0 项；30 天内漏做未补 0 项；未关闭的异常 0 个
        要填什么、怎么记：estatectl 巡查 查看 RD-23
        """)


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        pytest.param(["--programme", "池水"], ["RD-23"], id="of a programme by its alias"),
        pytest.param(
            ["--subject", "main_pool", "--department", "security"], [], id="of a department that has none there"
        ),
        pytest.param(["--subject", "lift_b3_2"], ["RD-6"], id="of one lift"),
        pytest.param(["--post", "保洁员"], ["RD-23"], id="of a post by its title"),
        pytest.param(["--statutory", "--limit", "1"], ["RD-1"], id="demanded by law"),
        pytest.param(["--at", "2026-10-09T07:59", "--post", "cleaner"], [], id="before its window opened"),
    ],
)
def test_the_board_narrows(desk: Terminal, filters: list[str], ids: list[str]) -> None:
    shown = desk("round", "due", *filters, "--format", "json")
    assert (shown.status, [each["id"] for each in shown.document["rounds"]]) == (0, ids)


def test_unknown_names_are_all_refused_at_once(desk: Terminal) -> None:
    refused = desk("round", "due", "--post", "clener", "--programme", "lift_dayly", "--subject", "moon")
    assert (refused.status, refused.codes) == (2, ["EST-872"] * 3)
    assert "did you mean 'cleaner'?" in refused.err
    assert "did you mean 'lift_daily'?" in refused.err


def test_a_board_that_no_tick_has_kept_up_with_says_so(desk: Terminal) -> None:
    desk.now = "2026-10-09T22:05"
    assert "Rounds are not up to date" in desk("round", "due").out
    assert desk("round", "due", "--format", "json").document["behind"] is True
    assert "Rounds are not up to date" not in desk.at("2026-10-09T22:06")("round", "due").out


# Recording.


def test_a_whole_round_is_recorded_in_one_line(desk: Terminal) -> None:
    done = desk("巡查", "记录", "23", "余氯=0.5", "pH=7.4", "--all-ok", lang="zh")
    assert (done.status, done.out) == (
        0,
        text("""
        ✓ RD-23 泳池开放前检测（会所恒温泳池）已记录：08:40，按时；陆秀英 (lu_xiuying)
        没有异常
        """),
    )
    assert desk("round", "list", "--done", "--format", "json").document["rounds"][0]["timeliness"] == "on_time"


def test_a_reading_out_of_its_limits_shows_what_follows_and_how_to_test_again(desk: Terminal) -> None:
    done = desk("round", "record", "池水", "cl=0.1 dosing pump stopped", "ph=7.4", "--all-ok", lang="en")
    assert done.out == text("""
        ✓ RD-23 Pool before opening (Heated pool of the clubhouse) recorded: 08:40, on time; 陆秀英 (lu_xiuying)
        ✗ RD-23/1 major: Free chlorine: 0.1 mg/L (should be 0.3–1.0 mg/L); dosing pump stopped
            → Correction C-1 opened
            → once put right, test again: estatectl round retest RD-23/1 …
        told: 尹桂兰 (yin_guilan)
        """)


def test_an_exception_is_named_with_what_is_wrong(desk: Terminal) -> None:
    done = desk("round", "record", "23", "cl=0.5", "ph=7.4", "--all-ok", "--except", "clear=no light at the bottom")
    assert "RD-23/1" in done.out
    shown = desk("round", "show", "23", "--format", "json").document["round"]
    assert (shown["answers"]["clear"], shown["notes"]["clear"]) == ("no", "no light at the bottom")


def test_everything_wrong_is_told_at_once_with_the_way_out(desk: Terminal) -> None:
    refused = desk("round", "record", "23", "cl=0.1", lang="zh")
    assert (refused.status, refused.codes) == (2, ["EST-372", "EST-372", "EST-458", "EST-851"])
    assert "其余都正常就加 --all-ok" in refused.err


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        pytest.param(["余氯"], ["EST-457"], id="a word without a sign"),
        pytest.param(["=0.5", "--note", "x"], ["EST-457"], id="a sign without a name"),
        pytest.param(["chlorin=0.5", "ph=7.4", "--all-ok"], ["EST-371", "EST-372"], id="an unknown item"),
        pytest.param(["ph=7.4", "ph=7.5", "cl=0.5", "--all-ok"], ["EST-873"], id="an item twice"),
        pytest.param(["ph=7.4", "cl=0.5", "clear=yes", "--except", "clear=muddy"], ["EST-873"], id="both ways"),
        pytest.param(["cl=35", "ph=7.4", "--all-ok", "--note", "cl=x"], ["EST-854"], id="a slip of the pen"),
        pytest.param(["cl=0.5", "ph=7.4", "--all-ok", "--at", "07:59"], ["EST-864"], id="before it opened"),
        pytest.param(["cl=0.5", "ph=7.4", "--all-ok", "--at", "2026-10-09T08:41"], ["EST-428"], id="in the future"),
        pytest.param(
            ["cl=0.5", "ph=7.4", "--all-ok", "--at", "08:30", "--started", "08:31"],
            ["EST-428"],
            id="begun after its end",
        ),
        pytest.param(["cl=0.5", "ph=7.4", "--all-ok", "--at", "noon"], ["EST-406"], id="no instant"),
        pytest.param(["cl=0.5", "ph=7.4", "--all-ok", "--file", "gone.jpg"], ["EST-456"], id="no such file"),
        pytest.param(["cl=0.5", "ph=7.4", "--all-ok", "--by", "nobody"], ["EST-464"], id="an unknown person"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_is_written(
    desk: Terminal, words: list[str], codes: list[str]
) -> None:
    refused = desk("round", "record", "23", *words)
    assert (refused.status, refused.codes) == (2, codes)
    assert desk("round", "list", "--done", "--format", "json").document["total"] == 0


def test_a_doubtful_reading_is_confirmed_by_its_option(desk: Terminal) -> None:
    words = ("round", "record", "23", "cl=35 shock dose", "ph=7.4", "--all-ok")
    assert "add --confirm ITEM" in desk(*words).err
    assert desk(*words, "--confirm", "余氯").status == 0


def test_who_may_not_do_it_is_refused_and_told_for_whom_it_is(desk: Terminal) -> None:
    refused = desk("round", "record", "23", "cl=0.5", "ph=7.4", "--all-ok", by=GUARD, lang="zh")
    assert refused.codes == ["EST-868"]
    assert "由保洁员办理" in refused.err


def test_it_can_be_handed_in_for_somebody_else(desk: Terminal) -> None:
    desk.now = "2026-10-09T09:00"
    words = ("round", "record", "23", "cl=0.5", "ph=7.4", "--all-ok", "--at", "08:35", "--by", "陆秀英")
    assert desk(*words, by="su_xiaoman").status == 0
    shown = desk("round", "show", "23").out
    assert "By          陆秀英 (lu_xiuying), on time" in shown
    assert "By hand of  苏小满 (su_xiaoman)" in shown


def test_a_missed_round_is_made_up(desk: Terminal) -> None:
    desk.at("2026-10-09T10:01")
    assert "to make up the one missed: round record RD-23" in desk("round", "record", "池水", "cl=0.5").err
    done = desk("round", "record", "23", "cl=0.5", "ph=7.4", "--all-ok")
    assert "10:01, made up (was due 10-09 09:45, 16\nmin late)" in done.out
    assert "✓ RD-23/1 (missed) is closed by it" in done.out
    assert "everything in order" in done.out


def test_evidence_is_asked_for_and_kept_as_its_digest(desk: Terminal, tmp_path: Path) -> None:
    desk.at("2026-10-24T09:00")
    service = desk("round", "due", "--programme", "lift_service", "--format", "json").document["rounds"][0]["id"]
    refused = desk("round", "record", service, by=TECHNICIAN, lang="zh")
    assert refused.codes == ["EST-867"]
    assert "加上 --file 文件" in refused.err
    sheet = tmp_path / "signed.txt"
    sheet.write_text("signed", encoding="utf-8")
    desk("round", "record", service, "--file", str(sheet), by=TECHNICIAN)
    [kept] = desk("round", "show", service, "--format", "json").document["round"]["files"]
    assert kept.startswith("sha256:")


# Patrols.


def test_a_patrol_is_begun_walked_and_judged(desk: Terminal) -> None:
    desk.at(EVENING)
    begun = desk("巡查", "开始", "夜巡", by=GUARD, lang="zh")
    assert begun.out.startswith("RD-24 夜间巡逻（夜间围墙周界巡逻）已开始，10-09 23:30 前做完\n")
    assert "2   XG-04  西南角围墙      22:10" in begun.out
    desk.now = "2026-10-09T22:45"
    times = "XG-01=22:05 XG-04=22:10 西北角=22:15 XG-07=22:19 XG-03=22:23 XG-06=22:27 XG-01=22:40"
    extra = ("--helped", "帮业主推车", "--saw", "南门路灯不亮")
    done = desk("巡查", "记录", "24", *times.split(), "--all-ok", *extra, by=GUARD, lang="zh")
    assert done.out == text("""
        ✓ RD-24 夜间巡逻（夜间围墙周界巡逻）已记录：22:40，按时；王志鹏 (wang_zhipeng)
        ! RD-24/1 一般　东门岗漏点：应于 22:32 到达，没有到
            → 只作记录
        已通知：雷振刚 (lei_zhengang)
        """)
    shown = desk("round", "show", "24", by=GUARD).out
    assert "7   XG-02  East gate post                 22:32    not reached" in shown
    assert "  saw: 南门路灯不亮" in shown


def test_a_time_that_is_none_and_a_patrol_without_times_are_refused(desk: Terminal) -> None:
    desk.at(EVENING)
    assert desk("round", "record", "24", "XG-01=25:00", "--all-ok", by=GUARD).codes == ["EST-862"]
    assert desk("round", "record", "24", "--all-ok", by=GUARD).codes == ["EST-865"]
    assert desk("round", "start", "24", by=CLEANER).codes == ["EST-868"]
    assert desk("round", "start", "24", by=GUARD).status == 0
    assert desk("round", "start", "24", by=GUARD).codes == ["EST-863"]


# Looking.


def test_a_round_shows_its_sheet_and_the_line_to_type(desk: Terminal) -> None:
    assert desk("round", "show", "池水").out == text("""
        Round RD-23 Pool before opening · to do
        Of            Heated pool of the clubhouse
        Done by       Cleaner
        Opens         Fri 9 Oct 08:00
        Due           Fri 9 Oct 09:45
        That is       in 1 h 5 min
        Missed after  Fri 9 Oct 10:00

        Pool water
        item           what                    how to answer
        -------------  ----------------------  --------------------------------------------------------------------
        free_chlorine  Free chlorine           write a number in mg/L; should be 0.3–1.0 mg/L; better 0.4–0.9 mg/L;
                                               also in ppm; may be such as <1
        ph             pH                      write a number such as 0.35; should be 7.0–7.8
        clear          The bottom can be seen  write yes or no; should be yes

        What happened
        when             who         what
        ---------------  ----------  ---------------
        Fri 9 Oct 08:00  the system  open to be done

        when done: estatectl round record RD-23 free_chlorine=… ph=… --all-ok
        """)


def test_a_finding_stays_on_the_board_until_a_test_passes(desk: Terminal) -> None:
    desk("round", "record", "23", "cl=0.1 pump stopped", "ph=7.4", "--all-ok")
    [found] = desk("round", "findings", "--format", "json").document["findings"]
    assert (found["id"], found["severity"], found["case"]) == ("RD-23/1", "major", "C-1")
    assert "游离性余氯：0.1 mg/L（应为" in desk("巡查", "异常", lang="zh").out
    assert desk("round", "findings", "--department", "security", "--format", "json").document["findings"] == []
    proof = desk.place / "photo.jpg"
    proof.write_text("a pump", encoding="utf-8")
    assert desk("correction", "rectify", "1", "--measure", "restarted", "--evidence", str(proof)).status == 0
    failed = desk("巡查", "复测", "RD-23/1", "0.2", by="yin_guilan", lang="zh")
    assert failed.out.startswith("✗ RD-23/1 复测仍不合格（第 1 次）：应为 0.3–1.0 mg/L\n")
    assert desk("correction", "rectify", "1", "--measure", "dosed", "--evidence", str(proof)).status == 0
    passed = desk("round", "retest", "23", "0.5", by="yin_guilan")
    assert passed.out == text("""
        ✓ RD-23/1 is in order now and closed
          Correction C-1 was moved along with it
        """)
    assert desk("round", "findings", "--format", "json").document["total"] == 0


@pytest.mark.parametrize(
    ("finding", "code"),
    [
        pytest.param("RD-23", "EST-860", id="a round without open findings"),
        pytest.param("RD-23/7", "EST-860", id="a number that it has not"),
        pytest.param("pump", "EST-872", id="neither a number nor a programme"),
        pytest.param("RD-999/1", "EST-860", id="a round that is not there"),
    ],
)
def test_what_is_no_finding_cannot_be_tested_again(desk: Terminal, finding: str, code: str) -> None:
    assert desk("round", "retest", finding, "0.5").codes == [code]


def test_rounds_are_let_off_with_a_reason_by_whoever_may(desk: Terminal) -> None:
    assert desk("round", "excuse", "1", "2", "--reason", "lift replaced", by=TECHNICIAN).codes == ["EST-869"] * 2
    done = desk("巡查", "免做", "1", "2", "--reason", "电梯更换中", by="gu_wenxi", lang="zh")
    assert done.out == text("""
        已批准不做：RD-1 电梯每日巡查（1 幢 1 单元电梯）
        已批准不做：RD-2 电梯每日巡查（1 幢 2 单元电梯）
        """)
    assert desk("round", "excuse", "1", "--reason", "x", by="gu_wenxi").codes == ["EST-863"]
    assert "免做理由  电梯更换中" in desk("round", "show", "1", lang="zh").out
    assert desk("round", "list", "--excused", "--format", "json").document["total"] == 2


def test_the_list_tells_what_was_missed_and_when(desk: Terminal) -> None:
    desk.at("2026-10-09T11:01")
    missed = desk("round", "list", "--missed", "--since", "2026-10-09T10:00", "--format", "json").document
    assert missed["missed"] == missed["total"] == 22
    assert desk("round", "list", "--missed", "--until", "2026-10-09T10:00", "--format", "json").document["total"] == 1
    assert "漏做" in desk("巡查", "列表", "--limit", "3", lang="zh").out


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "words",
    [["due"], ["list"], ["findings"], ["show", "24"], ["show", "23"]],
    ids=["due", "list", "findings", "a patrol", "a sheet"],
)
def test_a_narrow_terminal_is_never_overrun(
    desk: Terminal, monkeypatch: pytest.MonkeyPatch, words: list[str], lang: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    desk("round", "record", "23", "cl=0.1 the dosing pump stopped in the night", "ph=7.4", "--all-ok")
    desk.at(EVENING)
    assert max(map(width, desk("round", *words, lang=lang).out.splitlines())) <= 80


def test_a_round_that_is_done_is_still_shown_by_its_name(desk: Terminal) -> None:
    desk("round", "record", "23", "cl=0.5", "ph=7.4", "--all-ok")
    shown = desk("round", "show", "池水", "--format", "json").document["round"]
    assert (shown["id"], shown["state"]) == ("RD-23", "done")


def test_programs_get_the_whole_round_in_either_language(desk: Terminal) -> None:
    desk("round", "record", "23", "cl=0.1 pump stopped", "ph=7.4", "--all-ok")
    english, chinese = (desk("round", "show", "23", "--format", "json", lang=lang).document for lang in ("en", "zh"))
    assert english.keys() == chinese.keys() == {"ok", "opened", "problems", "round"}
    shown = english["round"]
    assert (shown["state"], shown["timeliness"], shown["done_by"]) == ("done", "on_time", CLEANER)
    assert shown["answers"] == {"free_chlorine": "0.1", "ph": "7.4", "clear": "yes"}
    [finding] = shown["findings"]
    assert (finding["open"], finding["case"], finding["limit"]) == (True, "C-1", "should be 0.3–1.0 mg/L")
    assert chinese["round"]["findings"][0]["limit"] == "应为 0.3–1.0 mg/L"


# The clock, and terminals.


def test_a_tick_tells_of_rounds_and_does_nothing_twice(desk: Terminal) -> None:
    figures = ("rounds", "round_alerts", "missed_rounds")
    told = []
    for desk.now in ("2026-10-09T09:31", "2026-10-09T09:31", "2026-10-09T10:01", "2026-10-09T10:01"):
        document = desk("tick", "--format", "json", by="system").document
        told.append(tuple(document[name] for name in figures))
    assert told == [(0, 1, []), (0, 0, []), (0, 0, [POOL]), (0, 0, [])]
    desk.now = "2026-10-09T21:51"
    assert desk("tick", by="system", lang="zh").out.startswith("新到巡查 1，巡查漏做 22，")


@pytest.mark.parametrize(
    ("lang", "prompts"),
    [
        pytest.param("zh", ["游离性余氯", "确实如此", "游离性余氯", "怎么回事", "pH 值", "池水清澈见底"], id="Chinese"),
        pytest.param(
            "en",
            ["Free chlorine", "Is it meant", "Free chlorine", "what is wrong", "pH", "bottom can be seen"],
            id="English",
        ),
    ],
)
def test_a_terminal_is_asked_item_by_item(desk: Terminal, lang: str, prompts: list[str]) -> None:
    """An unlikely reading is asked about, one out of its limits wants its note, Enter is "in order"."""
    words = ["-m", "estatectl", "round", "record", "23", "--as", CLEANER, "--now", MORNING, "--lang", lang, "-q"]
    child = pexpect.spawn(
        sys.executable, [*words, "--dir", str(desk.place)], env=environment(LC_ALL="C.UTF-8"), encoding="utf-8"
    )
    for prompt, answer in zip(prompts, ["35", "n", "0.1", "pump stopped", "7.4", ""], strict=True):
        child.expect_exact(prompt)
        child.sendline(answer)
    child.expect_exact("RD-23/1")
    child.expect(pexpect.EOF)
    shown = desk("round", "show", "23", "--format", "json").document["round"]
    assert shown["answers"] == {"free_chlorine": "0.1", "ph": "7.4", "clear": "yes"}
    assert shown["notes"] == {"free_chlorine": "pump stopped"}


def test_a_terminal_is_asked_for_the_times_of_a_patrol(desk: Terminal) -> None:
    desk.at(EVENING)
    words = [
        "-m",
        "estatectl",
        "round",
        "record",
        "24",
        "--as",
        GUARD,
        "--now",
        "2026-10-09T22:50",
        "--lang",
        "en",
        "-q",
    ]
    child = pexpect.spawn(
        sys.executable, [*words, "--dir", str(desk.place)], env=environment(LC_ALL="C.UTF-8"), encoding="utf-8"
    )
    asked = [("XG-01", "22:05"), ("XG-04", "late"), ("22:05", "22:10"), ("XG-05", "22:15"), ("XG-07", "22:19")]
    asked += [("XG-03", "22:23"), ("XG-06", ""), ("XG-02", "22:32"), ("XG-01", "22:38"), ("help given", "")]
    asked += [
        ("something seen", "a lamp is out"),
        ("Fire door 3", "no"),
        ("what is wrong", "propped open"),
        ("lane", ""),
    ]
    for prompt, answer in asked:
        child.expect_exact(prompt)
        child.sendline(answer)
    child.expect_exact("North-east corner")
    child.expect(pexpect.EOF)
    shown = desk("round", "show", "24", "--format", "json").document["round"]
    assert len(shown["visits"]) == 7
    assert [(line["kind"], line["text"]) for line in shown["log"]] == [("seen", "a lamp is out")]
    assert {each["kind"] for each in shown["findings"]} == {"reading", "skipped"}


def test_a_photo_in_a_case_s_checklist_is_kept_by_its_digest_too(desk: Terminal, tmp_path: Path) -> None:
    photo = tmp_path / "before.jpg"
    photo.write_bytes(b"pic\n")
    desk(
        "request", "open", "The pipe has burst, water is pouring down", "--address", "3-2-1201",
        "--owner", "W", "--contact", "13800000001", "--channel", "phone", by="qian_lei",
    )  # fmt: skip
    desk("order", "assign", "W-2", "--handler", "ma_guodong", by="wu_jianguo")
    desk("order", "contact", "W-2", "--channel", "phone", by="ma_guodong")
    desk("order", "arrive", "W-2", "--all-ok", "--check", f"photo_before=@{photo}", by="ma_guodong")
    shown = json.dumps(desk("order", "show", "W-2", "--format", "json").document)
    assert sha256(photo.read_bytes()).hexdigest() in shown
