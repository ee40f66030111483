"""The sheet of a round: everything typed is read, judged on the dot and just beyond, and told at once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from estatectl.domain.checklists.readings import Answered, Passed, Shortfall, examine, item_hint, retest
from estatectl.domain.problems import Problem
from tests.rounds.sheet_build import FILLED, POOL, codes, filled, one_item, round_sheet, short

SHEET = round_sheet(POOL)
DIGEST = "sha256:" + "0a" * 32


def test_a_sheet_in_order_has_nothing_to_say_and_keeps_plain_answers() -> None:
    found = filled(SHEET, FILLED)

    assert (found.problems, found.doubtful, found.shortfalls, found.score) == ((), (), (), None)
    assert dict(found.answers) == {**FILLED, "clear": "yes", "smell": "no", "plant": "good"}
    assert found.notes == {}


def test_a_pool_attendant_may_type_fast() -> None:
    typed = {
        "余氯": "０．５ ｐｐｍ",
        "combined-chlorine": "100",
        "pH": "7。4",
        "池底": "正常",
        "異味": "否",
        "机房": "good",
    }
    found = filled(SHEET, {**typed, "combined-chlorine": "0.1mg/l"})

    assert (found.problems, found.shortfalls) == ((), ())
    assert list(found.answers.items()) == [
        ("free_chlorine", "0.5"),
        ("combined_chlorine", "0.1"),
        ("ph", "7.4"),
        ("clear", "yes"),
        ("smell", "no"),
        ("plant", "good"),
    ]


def test_everything_wrong_is_told_at_once_in_the_order_of_the_items() -> None:
    typed = {"valve": "1", "plant": "ugly", "cl": "0.5 ppb", "chlorine": "1", "ph": "6.9", "clear": "yse"}
    found = filled(SHEET, typed)

    assert codes(found.problems) == [
        *("EST-371", "EST-852"),
        *("EST-850", "EST-372", "EST-373", "EST-372", "EST-373"),
        "EST-851",
    ]
    assert all(problem.hint is not None and problem.hint.zh != problem.hint.en for problem in found.problems)


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        ("0.3", ["warning"]),
        ("0.29", ["reading"]),
        ("0.4", []),
        ("0.39", ["warning"]),
        ("0.8", []),
        ("0.81", ["warning"]),
        ("1.0", ["warning"]),
        ("1.001", ["reading"]),
        ("1001 ug/L", ["reading"]),
        ("1000 ug/L", ["warning"]),
        ("<0.3", ["reading"]),
        ("<0.5", ["reading"]),
        (">1", ["reading"]),
    ],
)
def test_hard_limits_come_before_warnings_and_both_include_their_edges(answer: str, kinds: list[str]) -> None:
    found = filled(SHEET, {**FILLED, "free_chlorine": f"{answer}；已处理"})

    assert [each.kind for each in found.shortfalls] == kinds
    assert found.problems == ()


def test_a_shortfall_says_what_was_wanted_found_and_done() -> None:
    (found,) = filled(SHEET, {**FILLED, "free_chlorine": "1.6 已停投"}).shortfalls

    assert (found.item, found.name, found.kind, found.answer) == ("free_chlorine", "free_chlorine", "reading", "1.6")
    assert (found.note, found.gravity, found.text.zh) == ("已停投", "major", "游离余氯")
    assert (found.limit.zh, found.limit.en) == ("应为 0.3–1.0 mg/L", "should be 0.3–1.0 mg/L")


def test_a_reading_that_cannot_be_told_says_so() -> None:
    (found,) = filled(SHEET, {**FILLED, "free_chlorine": "<0.5 复测中"}).shortfalls

    assert found.limit.zh == "应为 0.3–1.0 mg/L；只知 <0.5，无法判定"
    assert found.limit.en == "should be 0.3–1.0 mg/L; <0.5 alone cannot tell"


@pytest.mark.parametrize(
    ("answer", "kept", "note"),
    [
        ("是", "yes", ""),
        ("√", "yes", ""),
        ("OK", "yes", ""),
        ("完好", "yes", ""),
        ("否", "no", ""),
        ("否，有絮状物", "no", "有絮状物"),
        ("no, it is cloudy", "no", "it is cloudy"),
        ("是 已换水", "yes", "已换水"),
        ("有絮状物", "no", "有絮状物"),
        ("浑", "no", "浑"),
        ("cloudy", "no", "cloudy"),
    ],
)
def test_a_text_that_is_neither_yes_nor_no_is_what_is_not_in_order(answer: str, kept: str, note: str) -> None:
    found = filled(SHEET, {**FILLED, "clear": answer})

    assert (found.answers["clear"], found.notes.get("clear", "")) == (kept, note)
    assert short(found) == ([] if kept == "yes" else [("clear", "reading")])


@pytest.mark.parametrize("answer", ["yse", "nno", "yess", "??", "12", "x"])
def test_a_slip_is_not_taken_for_a_remark(answer: str) -> None:
    assert codes(filled(SHEET, {**FILLED, "clear": answer}).problems) == ["EST-373"]


def test_without_an_expected_answer_a_text_is_not_an_answer() -> None:
    sheet = round_sheet("- {id: others, text: {zh: 影响他户, en: Others}, kind: yes_no}")

    assert codes(filled(sheet, {"others": "三楼漏水"}).problems) == ["EST-373"]
    assert filled(sheet, {"others": "是，三楼"}).notes == {"others": "三楼"}


def test_what_is_not_in_order_needs_a_note_and_a_warning_does_not() -> None:
    found = filled(SHEET, {**FILLED, "free_chlorine": "0.3", "ph": "7.9", "plant": "差", "smell": "有"})

    assert codes(found.problems) == ["EST-851"] * 3
    assert found.problems[0].hint is not None
    assert found.problems[0].hint.zh == "应为 7.0–7.8；说明写在答案后面：7.9；……"


def test_a_note_may_stand_behind_the_answer_or_by_itself_or_both() -> None:
    given = Answered(
        answers={**FILLED, "ph": "7.9 已加酸", "plant": "差"}, notes={"酸碱度": "一小时后复测", "机房设备": "泵响"}
    )
    found = examine(SHEET, given)

    assert found.problems == ()
    assert found.notes == {"ph": "已加酸；一小时后复测", "plant": "泵响"}


@pytest.mark.parametrize("word", ["", "  "])
def test_all_in_order_answers_what_has_one_good_answer_and_was_left_out(word: str) -> None:
    readings = {"free_chlorine": "0.5", "combined_chlorine": "0.1", "ph": "7.4", "smell": word}
    found = filled(SHEET, readings, all_ok=True)

    assert found.problems == ()
    assert list(found.answers) == ["free_chlorine", "combined_chlorine", "ph", "clear", "smell", "plant"]
    assert found.answers["smell"] == "no"


def test_all_in_order_never_invents_a_reading() -> None:
    assert codes(filled(SHEET, {}, all_ok=True).problems) == ["EST-372"] * 3


@pytest.mark.parametrize("word", ["/", "N/A", "不适用", "—"])
def test_what_was_passed_over_by_hand_is_not_in_order_by_itself(word: str) -> None:
    found = filled(SHEET, {**FILLED, "smell": word, "bathers": word}, all_ok=True)

    assert codes(found.problems) == ["EST-372"]
    assert "bathers" not in found.answers


@pytest.mark.parametrize(
    ("answer", "confirmed", "doubted"),
    [
        ("10", "", False),
        ("10.01", "", True),
        ("74", "", True),
        ("74", "ph", False),
        ("74", "酸碱度", False),
        ("74", "*", False),
        ("74", "free_chlorine", True),
    ],
)
def test_an_implausible_number_is_doubted_until_confirmed(answer: str, confirmed: str, doubted: bool) -> None:
    found = filled(SHEET, {**FILLED, "ph": f"{answer} 见照片"}, confirmed=confirmed)

    assert codes(found.doubtful) == (["EST-854"] if doubted else [])
    assert found.problems == ()


def test_a_doubtful_number_is_not_asked_for_a_note_as_well() -> None:
    assert codes(filled(SHEET, {**FILLED, "ph": "74"}).problems) == []
    assert codes(filled(SHEET, {**FILLED, "ph": "74"}, confirmed="ph").problems) == ["EST-851"]


def test_a_sheet_that_only_records_takes_down_what_is_not_in_order() -> None:
    found = filled(round_sheet(POOL, "on_shortfall: record"), {**FILLED, "ph": "7.9", "clear": "否"})

    assert (found.problems, found.shortfalls) == ((), ())
    assert found.answers["ph"] == "7.9"


def test_an_unknown_name_is_told_wherever_it_stands() -> None:
    given = Answered(answers=FILLED, notes={"phh": "x"}, confirmed=frozenset({"nobody"}))

    assert codes(examine(SHEET, given).problems) == ["EST-371", "EST-371"]


def test_an_item_answered_twice_is_told_unless_both_say_the_same() -> None:
    assert codes(filled(SHEET, {**FILLED, "余氯": "0.6"}).problems) == ["EST-853"]
    assert codes(filled(SHEET, {**FILLED, "余氯": "0.5"}).problems) == []


CONDITIONAL = """
- {id: open, text: {zh: 开放中, en: Open}, kind: yes_no}
- {id: guard, text: {zh: 救生员在岗, en: Lifeguard there}, kind: yes_no, expect: true, when: {open: true}}
"""


def test_an_item_that_does_not_apply_is_neither_missed_nor_judged() -> None:
    sheet = round_sheet(CONDITIONAL)

    assert short(filled(sheet, {"open": "否", "guard": "否"})) == []
    assert codes(filled(sheet, {"open": "否"}).problems) == []
    assert codes(filled(sheet, {"open": "是"}).problems) == ["EST-372"]
    assert dict(filled(sheet, {"open": "是"}, all_ok=True).answers) == {"open": "yes", "guard": "yes"}
    assert dict(filled(sheet, {"open": "否"}, all_ok=True).answers) == {"open": "no"}


SCORED = """
- {id: floor, text: {zh: 地面, en: Floor}, kind: score, points: 10, limits: {gte: 6}}
- {id: glass, text: {zh: 玻璃, en: Glass}, kind: score, points: 10}
- {id: bins, text: {zh: 垃圾桶, en: Bins}, kind: score, points: 5, required: false}
"""


@pytest.mark.parametrize(
    ("answers", "score", "found"),
    [
        ({"floor": "9", "glass": "9"}, "90.0", []),
        ({"floor": "9", "glass": "8.9 水渍"}, "89.5", [("", "score")]),
        ({"floor": "10", "glass": "10", "bins": "2.5"}, "90.0", []),
        ({"floor": "10", "glass": "10", "bins": "2.49"}, "90.0", []),
        ({"floor": "10", "glass": "10", "bins": "2.48"}, "89.9", [("", "score")]),
        ({"floor": "6", "glass": "10"}, "80.0", [("", "score")]),
        ({"floor": "5.9 有污渍", "glass": "10"}, "79.5", [("floor", "reading"), ("", "score")]),
        ({"floor": "0 未打扫", "glass": "0"}, "0.0", [("floor", "reading"), ("", "score")]),
        ({"floor": "10分", "glass": "10 points"}, "100.0", []),
    ],
)
def test_the_score_is_rounded_as_it_is_shown_and_then_judged(
    answers: dict[str, str], score: str, found: list[tuple[str, str]]
) -> None:
    sheet = round_sheet(SCORED, "score: {pass: 90}")
    got = filled(sheet, answers)

    assert (str(got.score), short(got), got.problems) == (score, found, ())


@pytest.mark.parametrize("points", ["10.1", "-1", "<5", "ten"])
def test_points_lie_between_nought_and_all_of_them(points: str) -> None:
    sheet = round_sheet(SCORED, "score: {pass: 90}")

    assert codes(filled(sheet, {"floor": points, "glass": "9"}).problems) == ["EST-373"]


def test_the_shortfall_of_the_score_carries_the_notes_of_the_points_lost() -> None:
    sheet = round_sheet(SCORED, "score: {pass: 90}")
    (found,) = filled(sheet, {"floor": "7 门口有泥", "glass": "9 水渍", "bins": "5 很好"}).shortfalls

    assert (found.item, found.kind, found.answer) == ("", "score", "84.0")
    assert (found.note, found.limit.zh) == ("门口有泥；水渍", "应达到 90%")


STEPS = """
- {id: off, text: {zh: 断电, en: Power off}, kind: yes_no, expect: true}
- {id: tag, text: {zh: 挂牌, en: Tag on}, kind: yes_no, expect: true}
- {id: work, text: {zh: 作业, en: Work}, kind: yes_no, expect: true}
"""


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("off tag work", []),
        ("off work", []),
        ("tag off work", ["off"]),
        ("work tag off", ["tag"]),
        ("off work tag", ["tag"]),
    ],
)
def test_steps_done_in_another_order_fall_short_once(order: str, found: list[str]) -> None:
    answers = dict.fromkeys(order.split(), "是")

    assert short(filled(round_sheet(STEPS, "ordered: true"), answers, all_ok=True)) == [
        (name, "out_of_order") for name in found
    ]
    assert short(filled(round_sheet(STEPS), answers, all_ok=True)) == []


@pytest.mark.parametrize(
    ("kind", "answer", "kept"),
    [
        ("kind: photo", DIGEST, DIGEST),
        ("kind: file", f"{DIGEST}，{DIGEST}", f"{DIGEST},{DIGEST}"),
        ("kind: signature", "sign.jpg", None),
        ("kind: time", "14：30", "14:30"),
        ("kind: time", "8:05", "08:05"),
        ("kind: time", "14:30 晚到", "14:30"),
        ("kind: time", "25:00", None),
        ("kind: text", " 2 号泵漏水 ", "2 号泵漏水"),
        ("kind: count", "3 台", "3"),
        ("kind: count", "2.5", None),
    ],
)
def test_each_kind_is_kept_in_its_own_form(kind: str, answer: str, kept: str | None) -> None:
    found = filled(round_sheet(f"- {{id: thing, text: {{zh: 项目, en: Thing}}, {kind}}}"), {"thing": answer})

    assert found.answers.get("thing") == kept
    assert codes(found.problems) == ([] if kept is not None else ["EST-373"])


@pytest.mark.parametrize(
    ("name", "answer", "confirmed", "expected"),
    [
        ("余氯", "0.5 已调", "", Passed("free_chlorine", "0.5", "已调")),
        ("余氯", "500 ug/L", "", Passed("free_chlorine", "0.5", "")),
        ("余氯", "0.35", "", "warning"),
        ("余氯", "1.6", "", "reading"),
        ("余氯", "0.5 ppb", "", "EST-850"),
        ("余氯", " ", "", "EST-372"),
        ("酸碱度", "74", "", "EST-854"),
        ("酸碱度", "74", "*", "reading"),
        ("氯", "1", "", "EST-371"),
        ("chlorine", "1", "", "EST-852"),
        ("池底", "仍浑", "", "reading"),
    ],
)
def test_one_item_is_judged_again_by_itself(name: str, answer: str, confirmed: str, expected: Passed | str) -> None:
    found = retest(SHEET, name, answer, frozenset(confirmed.split()))

    match found:
        case Passed():
            assert found == expected
        case Shortfall():
            assert found.kind == expected
        case Problem():
            assert found.code == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("90", "90"), ("92.5 %", "92.5"), ("89.9", Shortfall), ("101", Problem), ("good", Problem)],
)
def test_a_score_is_judged_again_in_per_cent(answer: str, expected: object) -> None:
    found = retest(round_sheet(SCORED, "score: {pass: 90}"), "", answer)

    assert found == Passed("", expected, "") if isinstance(expected, str) else type(found) is expected


@pytest.mark.parametrize(
    ("item", "zh", "en"),
    [
        ("kind: yes_no, expect: true", "填 是 或 否（yes / no）；应为“是”", "write yes or no; should be yes"),
        (
            "kind: number, unit: mg/L, units: {ppm: 1}, below: true, limits: {gte: 0.3, lte: 1}, warning: {gte: 0.4}",
            "填数字，单位 mg/L；应为 0.3–1 mg/L；宜为 ≥ 0.4 mg/L；也可用单位 ppm；可填 <1 这样的值",
            "write a number in mg/L; should be 0.3–1 mg/L; better ≥ 0.4 mg/L; also in ppm; may be such as <1",
        ),
        ("kind: score, points: 10", "填得分，0 至 10", "write the points, 0 to 10"),
        ("kind: photo, required: false", "附上照片；可不填", "attach a photo; may be left out"),
        (
            "kind: choice, choices: {a: {title: {zh: 好, en: good}}}",
            "从中选一项：a 好",
            "choose one of: a (good)",
        ),
    ],
)
def test_an_item_says_what_answer_it_wants(item: str, zh: str, en: str) -> None:
    hint = item_hint(one_item(item))

    assert (hint.zh, hint.en) == (zh, en)


@pytest.mark.parametrize("kind", ["yes_no", "number", "count", "score", "text", "photo", "file", "signature", "time"])
def test_every_kind_of_item_has_a_hint(kind: str) -> None:
    points = ", points: 10" if kind == "score" else ""
    hint = item_hint(one_item(f"kind: {kind}{points}"))

    assert hint.zh
    assert hint.en not in ("", hint.zh)


def test_an_unstated_gravity_is_minor_and_a_value_is_a_decimal() -> None:
    item = one_item("kind: number, limits: {lte: 0.1}")

    assert (item.gravity, item.read("0.10")) == ("minor", Decimal("0.10"))
