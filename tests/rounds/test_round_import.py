"""Rows that somebody hands in become rounds: of the plan where one awaits them, of the past beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from estatectl.domain.problems import BadInput, NothingToCheck, Refused
from estatectl.domain.rounds.round import RoundState, Timeliness
from estatectl.usecases.journal import cases_projection, rebuild
from estatectl.usecases.people import leave
from estatectl.usecases.rounds.files import hand_in
from estatectl.usecases.rounds.import_checks import check_round_map
from estatectl.usecases.rounds.importing import RoundPlan, RoundsImported, carry_out_round_plan, plan_round_import
from estatectl.usecases.rounds.ticking import tick_rounds
from estatectl.wiring.documents import read_sheet, round_map, round_records
from tests.cases.house import bundle as packaged
from tests.rounds.house import Estate, codes, when

DOCS = Path(__file__).parents[2] / "docs"
MAPS = DOCS / "examples" / "maps"
CLEANER, TECHNICIAN = "lu_xiuying", "zhao_qiang"
MAP = """\
kind: round_map
id: pool_meter
title: {zh: 泳池检测, en: Pool meter}
key: [编号]
programme: {value: pool_opening}
at: {column: 日期, clock: 时间}
by: {column: 检测人}
note: {column: 说明}
skip_when:
  - {column: 类别, is: [空白样]}
history:
  when:
    - {column: 类别, is: [旧表]}
readings:
  余氯: {column: 余氯}
  ph: {column: pH}
  clear: {column: 清澈, map: {是: "yes", 否: "no"}}
"""
HEADING = ("编号", "日期", "时间", "检测人", "余氯", "pH", "清澈", "说明", "类别")
GOOD = ("P-1", "2026-05-06", "09:10", "", "0.5", "7.4", "是", "", "")
LIFTS = """\
kind: round_map
id: old_lifts
title: {zh: 电梯旧台账, en: Old lifts}
programme: {value: lift_service}
subject: {column: lift}
at: {column: serviced}
history: all
"""
# Wednesday 6 May: the pool is to be tested between 08:00 and 09:45, late until 10:00.


@pytest.fixture
def estate() -> Estate:
    estate = Estate.founded("05-06 07:00").at("05-06 09:30")
    estate.tick()
    return estate


def row(number: str = "P-1", **cells: str) -> tuple[str, ...]:
    whole = {**dict(zip(HEADING, GOOD, strict=True)), "编号": number, **cells}
    return tuple(whole[name] for name in HEADING)


def old(number: str, day: str, **cells: str) -> tuple[str, ...]:
    return row(number, 日期=day, 类别="旧表", **cells)


def csv_of(heading: tuple[str, ...], *rows: tuple[str, ...]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in each) + "\r\n" for each in (heading, *rows))


def write(folder: Path, *rows: tuple[str, ...], heading: tuple[str, ...] = HEADING, encoding: str = "utf-8") -> Path:
    path = folder / "rows.csv"
    path.write_bytes(csv_of(heading, *rows).encode(encoding))
    return path


def planned(
    estate: Estate, folder: Path, file: Path, mapping: str = MAP, *, by: str = CLEANER, confirmed: bool = False
) -> RoundPlan:
    path = folder / "map.yaml"
    path.write_text(mapping, encoding="utf-8")
    read = round_map(path)
    return plan_round_import(estate.house(by), read, read_sheet(file, read.form), confirmed=confirmed)


def imported(
    estate: Estate, folder: Path, file: Path, mapping: str = MAP, *, by: str = CLEANER, confirmed: bool = False
) -> RoundsImported:
    plan = planned(estate, folder, file, mapping, by=by, confirmed=confirmed)
    return carry_out_round_plan(estate.house(by), plan, _unseen)


def _unseen(done: int, of: int) -> None:
    """Nobody watches."""


def refused(done: RoundsImported) -> list[tuple[int, int, str]]:
    """Row, column and code of each reason; column 0 is the row as a whole."""
    return [
        (each.line, problem.place.col if problem.place else -1, problem.code)
        for each in done.refused
        for problem in each.problems
    ]


# Rounds of the plan.


def test_a_row_records_the_round_whose_window_holds_its_time(estate: Estate, tmp_path: Path) -> None:
    done = imported(estate, tmp_path, write(tmp_path, GOOD))
    assert (done.recorded, done.history, done.findings, done.refused) == (1, 0, 0, ())
    known = estate.round(estate.only("pool_opening"))
    assert (known.state, known.done_at, known.done_by) == (RoundState.DONE, when("05-06 09:10"), CLEANER)
    assert known.answers == {"free_chlorine": "0.5", "ph": "7.4", "clear": "yes"}
    assert known.handed_in_at == when("05-06 09:30")
    told = estate.entries(known.id, "recorded")[0].data["imported"]
    assert isinstance(told, dict)
    assert (told["map"], told["row"], told["by"]) == ("pool_meter", 2, CLEANER)


def test_a_row_that_comes_late_keeps_its_time_and_overturns_the_miss(estate: Estate, tmp_path: Path) -> None:
    estate.at("05-06 18:00").tick()
    round_id = estate.only("pool_opening")
    assert estate.round(round_id).state is RoundState.MISSED
    imported(estate, tmp_path, write(tmp_path, GOOD))
    known = estate.round(round_id)
    assert (known.state, known.timeliness) == (RoundState.DONE, Timeliness.ON_TIME)
    assert known.open_findings == ()
    assert not estate.cases("correction")[0].open


def test_what_is_not_in_order_has_its_consequences_and_the_note_of_its_row(estate: Estate, tmp_path: Path) -> None:
    done = imported(estate, tmp_path, write(tmp_path, row(余氯="<0.1", 说明="加药泵停了", 检测人=CLEANER)))
    assert (done.recorded, done.findings, len(done.cases)) == (1, 1, 1)
    [finding] = estate.round(estate.only("pool_opening")).findings
    assert (finding.item, finding.reading, finding.note) == ("free_chlorine", "<0.1", "加药泵停了")
    assert finding.closed_at is None
    assert "yin_guilan" in estate.told(done.cases[0])


def test_a_remark_to_a_row_that_is_in_order_stays_in_the_log(estate: Estate, tmp_path: Path) -> None:
    imported(estate, tmp_path, write(tmp_path, row(说明="水面有落叶")))
    assert [line.text for line in estate.round(estate.only("pool_opening")).log] == ["水面有落叶"]


def test_the_file_may_be_the_evidence_itself(tmp_path: Path) -> None:
    estate = Estate.founded("05-06 07:00").at("05-20 09:00")
    estate.tick()
    file = write(tmp_path, ("lift_b3_1", "2026-05-20 08:30"), heading=("lift", "serviced"))
    bare = LIFTS.replace("history: all\n", "")
    assert refused(imported(estate, tmp_path, file, bare, by=TECHNICIAN)) == [(2, 0, "EST-867")]
    read = round_map(tmp_path / "map.yaml")
    house = estate.house(TECHNICIAN)
    plan = plan_round_import(house, read, read_sheet(file, read.form), ("sha256:" + "0" * 64,))
    assert carry_out_round_plan(house, plan, _unseen).recorded == 1
    assert estate.round(estate.only("lift_service")).files == ("sha256:" + "0" * 64,)


# Rows of the past.


def test_the_past_is_noted_beside_the_plan_and_nothing_follows(estate: Estate, tmp_path: Path) -> None:
    before = len(estate.journal.undelivered())
    done = imported(estate, tmp_path, write(tmp_path, old("A", "2025-11-03", 余氯="0.1", 说明="停泵")))
    assert (done.recorded, done.history, done.findings, done.cases) == (0, 1, 1, ())
    known = estate.round(done.ids[0])
    assert (known.state, known.done_at, known.done_by) == (RoundState.DONE, when("2025-11-03 09:10"), "system")
    [finding] = known.findings
    assert (finding.severity != "", finding.closed_at) == (True, when("2025-11-03 09:10"))
    assert estate.cases("correction") == ()
    assert len(estate.journal.undelivered()) == before
    assert estate.round(estate.only("pool_opening", states=("due",))).state is RoundState.DUE


def test_the_past_need_not_answer_what_the_sheet_asks_today(estate: Estate, tmp_path: Path) -> None:
    done = imported(estate, tmp_path, write(tmp_path, old("A", "2025-11-03", pH="", 清澈="")))
    assert estate.round(done.ids[0]).answers == {"free_chlorine": "0.5"}


def test_somebody_who_has_left_may_have_done_it_in_the_past(estate: Estate, tmp_path: Path) -> None:
    leave(estate.house(), CLEANER)
    file = write(tmp_path, old("A", "2025-11-03", 检测人=CLEANER), row("B", 检测人=CLEANER))
    done = imported(estate, tmp_path, file, by="yin_guilan")
    assert estate.round(done.ids[0]).done_by == CLEANER
    assert refused(done) == [(3, 4, "EST-464")], "not today"


def test_two_samples_of_one_minute_are_two_rounds_of_the_past(estate: Estate, tmp_path: Path) -> None:
    done = imported(estate, tmp_path, write(tmp_path, old("A", "2025-11-03"), old("B", "2025-11-03", 余氯="0.6")))
    assert (done.history, done.refused) == (2, ())


def test_a_row_of_the_past_for_which_a_round_waits_records_that_one(estate: Estate, tmp_path: Path) -> None:
    done = imported(estate, tmp_path, write(tmp_path, old("A", "2026-05-06")))
    assert (done.recorded, done.history) == (1, 0)
    assert done.ids == (estate.only("pool_opening"),)


@pytest.mark.parametrize("planned_first", [True, False], ids=["after the plan began", "before the first tick"])
def test_what_follows_completion_counts_from_the_last_row(tmp_path: Path, planned_first: bool) -> None:
    estate = Estate.founded("05-06 07:00").at("05-06 08:00")
    if planned_first:
        estate.tick()
    days = [("lift_b3_1", day) for day in ("2026-04-28", "2026-05-02", "2026-04-13")]
    imported(estate, tmp_path, write(tmp_path, *days, heading=("lift", "serviced")), LIFTS, by=TECHNICIAN)
    estate.at("05-17 12:00").tick()
    assert estate.times("lift_service", "lift_b3_1")[-1] == "05-17 12:00", "fifteen days after 2 May"


def test_what_was_overdue_when_the_last_row_is_long_past_is_one_miss(tmp_path: Path) -> None:
    estate = Estate.founded("05-06 07:00").at("05-06 08:00")
    estate.tick()
    file = write(tmp_path, ("DT-03-01", "2025-01-10"), heading=("lift", "serviced"))
    imported(estate, tmp_path, file, LIFTS, by=TECHNICIAN)
    estate.at("05-06 08:05").tick()
    assert len(estate.rounds("lift_service", states=("missed",))) == 1


def test_the_past_is_rebuilt_from_the_entries_alone(estate: Estate, tmp_path: Path) -> None:
    imported(estate, tmp_path, write(tmp_path, GOOD, old("A", "2025-11-03", 余氯="0.1", 说明="停泵")))
    file = write(tmp_path, ("lift_b3_1", "2026-05-02"), heading=("lift", "serviced"))
    imported(estate, tmp_path, file, LIFTS, by=TECHNICIAN)
    before = (estate.rounds(), estate.journal.plan_marks())
    rebuild(estate.house(), cases_projection(estate.house()))
    assert (estate.rounds(), estate.journal.plan_marks()) == before


# Running it again, and running it dry.


def test_a_second_run_adds_nothing_and_tells_what_changed(estate: Estate, tmp_path: Path) -> None:
    rows = (GOOD, old("A", "2025-11-03"))
    first = imported(estate, tmp_path, write(tmp_path, *rows))
    head = estate.journal.head()
    again = imported(estate, tmp_path, write(tmp_path, GOOD, old("A", "2025-11-03", pH="7.5")))
    assert (first.recorded, first.history) == (1, 1)
    assert (again.recorded, again.history, again.known, len(again.changed)) == (0, 0, 2, 1)
    assert estate.journal.head() == head


def test_judging_writes_nothing_and_foretells_the_import(estate: Estate, tmp_path: Path) -> None:
    head = estate.journal.head()
    rows = (row(余氯="0.35"), old("A", "2025-11-03"), row("Z", 类别="空白样"), row("B", 日期="2026-05-05"))
    told = planned(estate, tmp_path, write(tmp_path, *rows)).preview()
    assert estate.journal.head() == head
    done = imported(estate, tmp_path, write(tmp_path, *rows))
    for each in (told, done):
        assert (each.recorded, each.history, each.findings, each.skipped, len(each.refused)) == (1, 1, 1, 1, 1)
    assert (told.ids, len(done.ids)) == ((), 2)


def test_a_round_that_somebody_records_meanwhile_takes_no_other_row_with_it(estate: Estate, tmp_path: Path) -> None:
    plan = planned(estate, tmp_path, write(tmp_path, GOOD, old("A", "2025-11-03")))
    estate.record(estate.only("pool_opening"), by=CLEANER, given=(("余氯", "0.5"), ("pH", "7.4")), all_in_order=True)
    done = carry_out_round_plan(estate.house(CLEANER), plan, _unseen)
    assert (done.recorded, done.history, refused(done)) == (0, 1, [(2, 0, "EST-863")])


# Rows that are refused.


def test_a_reading_that_can_hardly_be_meant_is_refused_until_it_is_confirmed(estate: Estate, tmp_path: Path) -> None:
    file = write(tmp_path, row(余氯="35", 说明="复测过"))
    done = imported(estate, tmp_path, file)
    assert refused(done) == [(2, 5, "EST-854")]
    hint = done.refused[0].problems[0].hint
    assert hint is not None
    assert "--confirm-readings" in hint.en
    again = imported(estate, tmp_path, file, confirmed=True)
    assert (again.recorded, again.findings) == (1, 1)


@pytest.mark.parametrize(
    ("bad", "found"),
    [
        pytest.param(row(日期="2026-05-06", 时间="09:31"), [(2, 2, "EST-491")], id="in the future"),
        pytest.param(row(日期="06/05/2026"), [(2, 2, "EST-489")], id="a date in doubt"),
        pytest.param(row(时间="9点"), [(2, 2, "EST-489")], id="no time of day"),
        pytest.param(row(日期="2026-05-05"), [(2, 2, "EST-876")], id="before the plan"),
        pytest.param(row(时间="07:59"), [(2, 2, "EST-876")], id="a minute before its window"),
        pytest.param(row(余氯="0.1"), [(2, 8, "EST-851")], id="not in order and no note"),
        pytest.param(row(余氯="很多"), [(2, 5, "EST-373")], id="a reading that is none"),
        pytest.param(row(余氯="0.5 °C"), [(2, 5, "EST-850")], id="another unit"),
        pytest.param(row(pH=""), [(2, 6, "EST-372")], id="a reading that is missing"),
        pytest.param(row(清澈="大概"), [(2, 7, "EST-490")], id="a word that the mapping lacks"),
        pytest.param(row(检测人="张无名"), [(2, 4, "EST-464")], id="nobody of that name"),
        pytest.param(row(检测人="wang_zhipeng"), [(2, 0, "EST-868")], id="somebody whose work it is not"),
        pytest.param(row(""), [(2, 1, "EST-488")], id="no key"),
    ],
)
def test_a_bad_row_is_refused_alone_at_its_cell(
    estate: Estate, tmp_path: Path, bad: tuple[str, ...], found: list[tuple[int, int, str]]
) -> None:
    done = imported(estate, tmp_path, write(tmp_path, bad, old("A", "2025-11-03")))
    assert (sorted(refused(done)), done.history, done.recorded) == (sorted(found), 1, 0)


def test_two_rows_for_one_round_are_told_and_the_first_counts(estate: Estate, tmp_path: Path) -> None:
    done = imported(estate, tmp_path, write(tmp_path, GOOD, row("P-2", 余氯="0.6")))
    assert (done.recorded, refused(done)) == (1, [(3, 0, "EST-879")])


def test_a_round_recorded_already_is_not_recorded_by_a_row(estate: Estate, tmp_path: Path) -> None:
    estate.record(estate.only("pool_opening"), by=CLEANER, given=(("余氯", "0.5"), ("pH", "7.4")), all_in_order=True)
    done = imported(estate, tmp_path, write(tmp_path, GOOD, old("A", "2026-05-06")))
    assert refused(done) == [(2, 0, "EST-863"), (3, 0, "EST-863")]


def test_the_hint_names_the_nearest_window(estate: Estate, tmp_path: Path) -> None:
    estate.at("05-06 18:00").tick()
    [each] = imported(estate, tmp_path, write(tmp_path, row(时间="11:00"))).refused
    hint = each.problems[0].hint
    assert hint is not None
    assert hint.en == (
        f"the nearest is {estate.only('pool_opening')}: 2026-05-06 08:00 to 2026-05-06 10:00; "
        f"what made it up afterwards says round: {estate.only('pool_opening')}"
    )


@pytest.mark.parametrize(
    ("thing", "code"),
    [("DT-99-99", "EST-872"), ("lift_b3_2", "EST-875"), ("", "EST-494")],
    ids=["an unknown lift", "a lift that the programme is not about", "no lift"],
)
def test_what_the_programme_is_not_about_is_refused(estate: Estate, tmp_path: Path, thing: str, code: str) -> None:
    file = write(tmp_path, (thing, "2026-05-02"), heading=("lift", "serviced"))
    assert refused(imported(estate, tmp_path, file, LIFTS, by=TECHNICIAN)) == [(2, 1, code)]


def test_who_may_not_do_it_may_not_hand_in_its_past(estate: Estate, tmp_path: Path) -> None:
    done = imported(estate, tmp_path, write(tmp_path, old("A", "2025-11-03")), by="wang_zhipeng")
    assert refused(done) == [(2, 0, "EST-868")]
    with pytest.raises(Refused) as caught:
        imported(estate, tmp_path, write(tmp_path, old("A", "2025-11-03")), by="nobody")
    assert codes(caught.value) == ["EST-419"]


def test_a_mapping_that_passes_over_every_row_is_not_called_a_success(estate: Estate, tmp_path: Path) -> None:
    with pytest.raises(NothingToCheck):
        planned(estate, tmp_path, write(tmp_path, row(类别="空白样")))


# Mappings and files.


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        pytest.param("value: pool_opening", "value: pool_openning", ("EST-872", 5), id="an unknown programme"),
        pytest.param("at: {", "subject: {value: DT-03-01}\nat: {", ("EST-875", 6), id="not what it is about"),
        pytest.param("  余氯: {", "  水温: {", ("EST-874", 15), id="an item that the sheet lacks"),
        pytest.param("  ph: {column: pH}\n", "", ("EST-874", 1), id="a required item left out"),
        pytest.param("by: {column: 检测人}", "by: {value: 张无名}", ("EST-464", 7), id="nobody of that name"),
        pytest.param("column: pH", "column: PH值", ("EST-483", 16), id="a column that the file lacks"),
        pytest.param("clock: 时间", "clock: 时刻", ("EST-483", 6), id="a time of day that the file lacks"),
        pytest.param("column: 日期,", 'column: 日期, formats: ["dd"],', ("EST-484", 6), id="no form of times"),
        pytest.param("readings:", "reading:", ("EST-203", 14), id="a misspelt key"),
        pytest.param("history:\n  when:", "history: some\nx:\n  when:", ("EST-207", 11), id="history of another word"),
        pytest.param("kind: round_map", "kind: import_map", ("EST-203", 5), id="a mapping for cases"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told_where_it_is_written(
    estate: Estate, tmp_path: Path, before: str, after: str, found: tuple[str, int]
) -> None:
    assert before in MAP
    with pytest.raises(BadInput) as caught:
        planned(estate, tmp_path, write(tmp_path, GOOD), MAP.replace(before, after))
    assert found in [(each.code, each.place.line if each.place else 0) for each in caught.value.problems]


def test_a_mapping_for_cases_is_none_for_rounds() -> None:
    with pytest.raises(BadInput) as caught:
        round_map(MAPS / "city_requests.yaml")
    assert codes(caught.value) == ["EST-874"]


@pytest.mark.parametrize("name", ["laboratory_water", "lift_inspections"])
def test_the_mappings_to_start_from_fit_the_packaged_programmes(name: str) -> None:
    mapping = round_map(MAPS / f"{name}.yaml")
    assert mapping.id == name
    assert list(check_round_map(Estate.founded(policies=packaged()).house(TECHNICIAN), mapping)) == []


@pytest.mark.parametrize("page", ["import.md", "import.zh-CN.md"])
def test_what_the_manual_shows_of_rounds_is_sound(page: str, tmp_path: Path) -> None:
    shown = re.findall(r"```yaml\n(.*?)```", (DOCS / "how-to" / page).read_text(encoding="utf-8"), re.DOTALL)
    [mapping, record] = [block for block in shown if "kind: round_" in block]
    (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
    (tmp_path / "record.yaml").write_text(record, encoding="utf-8")
    estate = Estate.founded("11-10 11:30", packaged()).at("11-10 12:10")
    house = estate.house("pan_yong")
    assert list(check_round_map(house, round_map(tmp_path / "map.yaml"))) == []
    tick_rounds(estate.house())
    done = hand_in(house, round_records(tmp_path / "record.yaml"), str)
    assert (len(done.recorded), done.problems) == (1, ())


def test_a_file_of_an_old_office_in_gb18030_goes_in(estate: Estate, tmp_path: Path) -> None:
    assert imported(estate, tmp_path, write(tmp_path, GOOD, encoding="gb18030")).recorded == 1


def test_a_workbook_with_real_dates_and_times_goes_in(estate: Estate, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADING)
    at = when("05-06 09:10").replace(tzinfo=None)
    sheet.append(("P-1", at.date(), at.time(), CLEANER, 0.5, 7.4, "是", None, None))
    book.save(tmp_path / "rows.xlsx")
    done = imported(estate, tmp_path, tmp_path / "rows.xlsx")
    assert (done.recorded, done.refused) == (1, ())
    assert estate.round(done.ids[0]).done_at == when("05-06 09:10")


def test_the_programme_may_stand_in_a_column(estate: Estate, tmp_path: Path) -> None:
    mapping = """\
kind: round_map
id: mixed
title: {zh: 混合, en: Mixed}
programme: {column: what, map: {pool: 池水, lift: lift_service}}
subject: {column: thing}
at: {column: at}
history: all
readings:
  free_chlorine: {column: cl}
"""
    rows = (("pool", "main_pool", "2025-11-03 09:10", "0.5"), ("lift", "DT-03-01", "2025-11-04 10:00", ""))
    file = write(tmp_path, *rows, heading=("what", "thing", "at", "cl"))
    by_technician = imported(estate, tmp_path, file, mapping, by=TECHNICIAN)
    assert (by_technician.history, refused(by_technician)) == (1, [(2, 0, "EST-868")])
    by_manager = imported(estate, tmp_path, file, mapping, by="shen_yichuan")
    assert (by_manager.history, by_manager.known, by_manager.refused) == (1, 1, ())
