"""The report of a day, a week, a month: all that somebody must know, nothing personal, the same whenever made."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from functools import cache

import pytest

from estatectl.domain.problems import BadInput, NothingToCheck
from estatectl.domain.reports.cells import Cell, Ref, Share, unmarked
from estatectl.domain.reports.report import Report, Section, Table
from estatectl.domain.words import Lang, Words
from estatectl.render.look import Look
from estatectl.render.reports.formats import REPORT_FORMATS
from estatectl.render.reports.onscreen import report_page
from estatectl.render.reports.periodic.report import periodic_report
from estatectl.render.text import page_text
from estatectl.usecases.nights.checking import Wish, check
from estatectl.usecases.reporting.gathering import gather
from estatectl.usecases.reporting.stretch import ReportKind, Stretch, stretch_of
from tests.cases.house import DESK, OWNER, Estate, bundle, when

ZONE = bundle().estate.zone
SAID = "厨房水管爆了，水一直往外喷，快来人"


@cache
def lived() -> Estate:
    """A Wednesday: repairs that were reached too late, one that nobody saw to, one called off after it was late."""
    estate = Estate.founded("05-06 09:00")
    names = []
    for _ in range(3):
        request = estate.open(SAID)
        estate.later(minutes=2)
        if request.stage == "accepted":
            estate.do(request, "dispatch", by=DESK)
        names.append(estate.orders(request)["maintenance"])
        estate.later(minutes=1)
    prompt, late, forgotten = names
    assert forgotten
    estate.work(prompt, by="luo_shengli", minutes=2)
    estate.tick_until("05-06 10:00", minutes=5)
    estate.acknowledge(late, by="wu_jianguo")
    estate.work(late, by="luo_shengli", minutes=10)
    estate.tick_until("05-06 12:00", minutes=10)
    estate.do("R-2", "cancel", by=DESK, reason="业主说不用了")
    estate.tick_until("05-06 13:00", minutes=10)
    return estate


def made(estate: Estate, day: str = "2026-05-06", kind: ReportKind = "daily") -> Report:
    house = estate.house()
    return periodic_report(gather(house, stretch_of(kind, date.fromisoformat(day), house.now, ZONE)))


@cache
def report() -> Report:
    return made(lived().copy().at("05-07 06:30"))


def section(found: Report, name: str) -> Section:
    return next(each for each in found.sections if each.id == name)


def rows(found: Report, name: str, table: str | None = None) -> list[dict[str, Cell]]:
    tables = [each for each in section(found, name).blocks if isinstance(each, Table)]
    wanted = next(each for each in tables if table is None or each.id == table)
    keys = [column.key for column in wanted.columns]
    return [dict(zip(keys, row, strict=True)) for row in wanted.rows]


def refs(found: Report, name: str) -> set[str]:
    return {cell.to for row in rows(found, name) for cell in row.values() if isinstance(cell, Ref)}


def test_what_is_late_at_the_end_of_the_day_is_named_the_longest_first() -> None:
    late = rows(report(), "late")
    dues = [row["due"] for row in late]
    assert dues == sorted(dues)  # type: ignore[type-var]
    known = lived()
    named = {row.id for row in known.cases(open=True, due_before=when("05-07 00:00"))}
    assert {row["case"].to for row in late if isinstance(row["case"], Ref)} <= named
    assert late
    assert section(report(), "late").tone == "bad"


def test_a_case_that_had_been_late_and_came_to_its_end_is_what_got_better() -> None:
    mended = rows(report(), "mended")
    assert refs(report(), "mended") == set(lived().orders("R-2").values())
    for row in mended:
        assert isinstance(row["case"], Ref)
        case = lived().case(row["case"].to)
        assert row["breaches"] == len(case.breached) > 0
        assert row["end"] == Words(zh="已取消", en="cancelled")


def test_what_climbed_says_how_far_and_who_took_it_in_hand() -> None:
    climbed = rows(report(), "climbed")
    steps = [row["steps"] for row in climbed]
    assert steps == sorted(steps, reverse=True)  # type: ignore[type-var]
    sent = [e for case in refs(report(), "climbed") for e in lived().entries(case, "escalated")]
    assert sum(int(str(each)) for each in steps) == sum(entry.data["fate"] == "send" for entry in sent)
    since = {row["case"].to: unmarked(row["since"]) for row in climbed if isinstance(row["case"], Ref)}
    known = lived()
    for case, answer in since.items():
        kind = answer[0] if isinstance(answer, tuple) else answer
        assert isinstance(kind, Words)
        runs = {(e.data["clock"], e.data["run"]) for e in known.entries(case, "escalated") if e.data["fate"] == "send"}
        ended = {(each.clock, each.run) for each in known.case(case).settled}
        assert (kind.en == "done") == (runs <= ended)
    assert {"done", "nobody yet"} <= {str(a[0].en if isinstance(a, tuple) else a.en) for a in since.values()}  # type: ignore[union-attr]


def test_departments_add_up_to_the_whole_and_idle_ones_are_there() -> None:
    departments = rows(report(), "departments")
    tiles = {tile.id: tile.value for tile in report().tiles}
    for column in ("opened", "closed", "escalated"):
        assert sum(int(str(row[column])) for row in departments) == tiles[column]
    kept = [row["on_time"] for row in departments if isinstance(row["on_time"], Share)]
    assert tiles["kept"] == Share(sum(each.part for each in kept), sum(each.whole for each in kept))
    named = {row["department"].en for row in departments if isinstance(row["department"], Words)}
    assert {each.title.en for each in bundle().organisation.departments.values()} <= named


def test_everything_named_has_its_record_in_order() -> None:
    named = {
        cell.to
        for each in report().sections
        for table in each.tables
        for row in table.rows
        for cell in row
        if isinstance(cell, Ref)
    }
    told = {story.id: story for story in report().stories}
    assert named
    assert named <= set(told)
    for story in told.values():
        instants = [row[0] for row in story.entries.rows]
        assert instants == sorted(instants)  # type: ignore[type-var]
        assert story.entries.rows


@pytest.mark.parametrize("form", ["html", "markdown", "json", "xlsx"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_personal_is_in_any_format(form: str, lang: Lang) -> None:
    content = REPORT_FORMATS[form](report(), lang)
    if isinstance(content, bytes):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = "".join(book.read(name).decode() for name in book.namelist())
    people = [person.name for person in lived().journal.people()]
    for secret in (SAID, SAID[:6], *OWNER.values(), *people):
        if len(secret) > 1 and secret not in ("phone", "wechat", "电话"):
            assert secret not in content, secret


@pytest.mark.parametrize("form", ["html", "markdown", "json", "xlsx"])
def test_made_later_the_report_is_the_same_to_the_byte(form: str) -> None:
    estate = lived().copy().at("05-07 09:00")
    forgotten = max(row.id for row in estate.cases(workflow="order", open=True))
    estate.work(forgotten, by="luo_shengli")
    estate.open("楼道灯不亮")
    estate.tick_until("05-08 12:00", hours=3)
    assert REPORT_FORMATS[form](made(estate), "zh") == REPORT_FORMATS[form](report(), "zh")


def test_a_night_that_nobody_checked_is_said_until_it_is_checked() -> None:
    estate = lived().copy().at("05-07 00:30")
    words = "These nights were never checked: 2026-05-06; run estatectl comply run first."
    assert words in [each.en for each in made(estate).caveats]
    check(estate.house(), Wish(day=date(2026, 5, 6)))
    assert [each.en for each in made(estate).caveats if "never checked" in each.en] == []


def test_a_day_on_which_nothing_happened_says_so_with_noughts() -> None:
    estate = lived().copy().at("05-12 06:30")
    quiet = made(estate, "2026-05-10")
    tiles = {tile.id: tile.value for tile in quiet.tiles}
    assert (tiles["opened"], tiles["escalated"], tiles["kept"]) == (0, 0, Share(0, 0))
    assert rows(quiet, "late"), "what is late stays late until somebody sees to it"


def test_what_reached_the_journal_at_midnight_belongs_to_the_day_that_ends() -> None:
    estate = lived().copy().at("05-07 00:00")
    estate.open("楼道灯不亮")
    estate.at("05-07 00:00:01").open("楼道灯不亮了")
    estate.at("05-08 06:30")
    opened = {day: {t.id: t.value for t in made(estate, day).tiles}["opened"] for day in ("2026-05-06", "2026-05-07")}
    before = {tile.id: tile.value for tile in report().tiles}["opened"]
    assert opened == {"2026-05-06": int(str(before)) + 1, "2026-05-07": 1}


def test_a_week_and_a_month_hold_their_days() -> None:
    estate = lived().copy().at("06-01 06:45")
    kinds: tuple[ReportKind, ...] = ("daily", "weekly", "monthly")
    found = {kind: made(estate, "2026-05-06", kind) for kind in kinds}
    opened = {kind: {tile.id: tile.value for tile in each.tiles}["opened"] for kind, each in found.items()}
    assert opened["daily"] == opened["weekly"] == opened["monthly"]
    flow = {kind: next(b for b in section(each, "course").blocks if b.id == "flow") for kind, each in found.items()}  # type: ignore[union-attr]
    assert {kind: len(chart.labels) for kind, chart in flow.items()} == {"daily": 7, "weekly": 7, "monthly": 31}  # type: ignore[union-attr]


def test_the_terminal_shows_it_too() -> None:
    page = report_page(report(), "zh")
    text = page_text(page, Look(lang="zh", zone=ZONE, columns=120))
    assert "日报 2026-05-06" in text
    assert "现在超时（" in text
    assert page.status == 0
    assert page.data["report"] == "daily"


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "name"),
    [
        pytest.param("daily", "2026-10-09", "2026-10-09", "2026-10-09", "2026-10-09", id="a day"),
        pytest.param("weekly", "2026-10-05", "2026-10-05", "2026-10-11", "2026-W41", id="a Monday"),
        pytest.param("weekly", "2026-10-11", "2026-10-05", "2026-10-11", "2026-W41", id="the Sunday after it"),
        pytest.param("weekly", "2027-01-01", "2026-12-28", "2027-01-03", "2026-W53", id="a week of two years"),
        pytest.param("monthly", "2026-02-10", "2026-02-01", "2026-02-28", "2026-02", id="a short month"),
        pytest.param("monthly", "2028-02-29", "2028-02-01", "2028-02-29", "2028-02", id="a leap day"),
        pytest.param("monthly", "2026-12-31", "2026-12-01", "2026-12-31", "2026-12", id="the last month"),
    ],
)
def test_the_days_of_a_report(kind: ReportKind, day: str, first: str, last: str, name: str) -> None:
    found = Stretch.of(kind, date.fromisoformat(day), ZONE)
    assert (str(found.first), str(found.last), found.name) == (first, last, name)
    assert found.before().last == date.fromordinal(found.first.toordinal() - 1)


@pytest.mark.parametrize(
    ("kind", "now", "last"),
    [
        ("daily", "05-07 00:00", "2026-05-06"),
        ("daily", "05-06 23:59:59", "2026-05-05"),
        ("weekly", "05-11 00:00", "2026-05-10"),
        ("weekly", "05-10 23:59", "2026-05-03"),
        ("monthly", "06-01 00:00", "2026-05-31"),
        ("monthly", "05-31 23:59", "2026-04-30"),
    ],
)
def test_without_a_date_it_is_the_last_that_is_over(kind: ReportKind, now: str, last: str) -> None:
    assert str(stretch_of(kind, None, when(now), ZONE).last) == last


@pytest.mark.parametrize(
    ("kind", "day", "now"),
    [
        ("daily", "2026-05-06", "05-06 23:59:59"),
        ("weekly", "2026-05-04", "05-10 12:00"),
        ("monthly", "2026-05-01", "05-31 12:00"),
    ],
)
def test_days_that_are_not_over_are_refused(kind: ReportKind, day: str, now: str) -> None:
    with pytest.raises(BadInput) as refused:
        stretch_of(kind, date.fromisoformat(day), when(now), ZONE)
    assert [problem.code for problem in refused.value.problems] == ["EST-767"]


def test_days_before_the_journal_began_are_nothing_to_report() -> None:
    with pytest.raises(NothingToCheck) as refused:
        made(lived().copy().at("05-07 06:30"), "2026-03-01")
    assert [problem.code for problem in refused.value.problems] == ["EST-768"]
