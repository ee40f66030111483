"""What rows become: live cases with their clocks, history without, or a refusal that leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from estatectl.domain.lexicon.understanding import Match
from estatectl.domain.problems import DataBroken, NothingToCheck, Refused
from estatectl.domain.words import same
from estatectl.usecases.handed_rows import BATCH
from estatectl.usecases.import_checks import check_map
from estatectl.usecases.importing import carry_out_plan
from estatectl.usecases.journal import rebuild, verify
from estatectl.usecases.ports import CaseQuery, CaseRow, ConceptFinder
from estatectl.usecases.timing import clock_states
from estatectl.usecases.viewing import view_case
from estatectl.wiring.documents import import_map
from tests.cases.house import DESK, Estate, when
from tests.importing.files import LEAK, MAP, codes, imported, past, planned, row, write_csv, write_map


@pytest.fixture
def estate() -> Estate:
    return Estate.founded("05-06 09:00")


def cases(estate: Estate, **query: object) -> tuple[CaseRow, ...]:
    return estate.journal.cases(CaseQuery(workflow="request", by_id=True, **query))  # type: ignore[arg-type]


def test_a_row_becomes_a_request_whose_clocks_started_when_it_was_made(estate: Estate, tmp_path: Path) -> None:
    done = imported(estate.house(DESK), write_csv(tmp_path, LEAK), write_map(tmp_path))
    assert (done.opened, done.ids, done.refused) == (1, ("R-1",), ())
    view = view_case(estate.house(DESK), "R-1")
    assert view.case.opened_at == when("05-06 08:00")
    assert view.case.values["address"] == "3栋2单元1201"
    assert view.case.values["channel"] == "phone"
    assert view.case.opened_by == DESK
    states = clock_states(estate.house(), view.case, estate.now)
    assert {state.runs[0].started_at for state in states if state.runs} == {when("05-06 08:00")}


def test_a_second_run_adds_nothing(estate: Estate, tmp_path: Path) -> None:
    file, mapping = write_csv(tmp_path, LEAK, past("B-1")), write_map(tmp_path)
    first = imported(estate.house(DESK), file, mapping)
    head = estate.journal.head()
    again = imported(estate.house(DESK), file, mapping)
    assert (first.opened, first.recorded, first.known) == (1, 1, 0)
    assert (again.opened, again.recorded, again.known, again.changed) == (0, 0, 2, ())
    assert estate.journal.head() == head


def test_a_row_that_the_source_has_changed_since_is_told_and_not_taken_over(estate: Estate, tmp_path: Path) -> None:
    imported(estate.house(DESK), write_csv(tmp_path, LEAK), write_map(tmp_path))
    again = imported(estate.house(DESK), write_csv(tmp_path, row(内容="天花板漏水")), write_map(tmp_path))
    assert (again.opened, again.known, len(again.changed)) == (0, 1, 1)
    assert view_case(estate.house(DESK), "R-1").case.values["content"] == "厨房水管漏水"


def test_rows_without_a_key_are_known_by_all_they_say(estate: Estate, tmp_path: Path) -> None:
    mapping = write_map(tmp_path, MAP.replace("key: [单号]\n", ""))
    file = write_csv(tmp_path, LEAK, LEAK, row(内容="天花板漏水"))
    first, again = imported(estate.house(DESK), file, mapping), imported(estate.house(DESK), file, mapping)
    assert (first.opened, first.repeated) == (2, 1)
    assert (again.opened, again.known, again.repeated) == (0, 2, 1)


def test_two_rows_with_one_key_are_refused_where_they_differ(estate: Estate, tmp_path: Path) -> None:
    done = imported(estate.house(DESK), write_csv(tmp_path, LEAK, row(内容="天花板漏水")), write_map(tmp_path))
    assert (done.opened, codes(done)) == (1, [(3, "EST-488")])


def test_rows_are_written_in_the_order_they_happened(estate: Estate, tmp_path: Path) -> None:
    rows = [row(number=f"A-{hour}", 时间=f"2026-05-06 0{hour}:00") for hour in (7, 5, 6)]
    imported(estate.house(DESK), write_csv(tmp_path, *rows), write_map(tmp_path))
    assert [each.opened_at for each in cases(estate)] == [when(f"05-06 0{hour}:00") for hour in (5, 6, 7)]


def test_what_was_over_at_the_source_is_archived_by_nobody_of_ours(estate: Estate, tmp_path: Path) -> None:
    done = imported(estate.house(DESK), write_csv(tmp_path, past("B-1")), write_map(tmp_path))
    assert (done.opened, done.recorded) == (0, 1)
    view = view_case(estate.house(DESK), "R-1")
    assert view.case.stage == "archived"
    assert view.case.opened_at == when("2024-03-01 09:00")
    assert view.case.changed_at == when("2024-03-02 10:00")
    assert view.case.values["result"] == "已更换水管"
    assert {actor for _, actor in view.case.doers} == {"system"}
    opened = view.entries[0].data["imported"]
    assert isinstance(opened, dict)
    assert (opened["map"], opened["row"], opened["by"]) == ("old_desk", 2, DESK)


def test_history_has_no_clock_no_notice_no_order_and_nothing_for_tick(estate: Estate, tmp_path: Path) -> None:
    burst = past("B-1", 内容="水管爆了，水漫到楼道，快来人！")
    imported(estate.house(DESK), write_csv(tmp_path, burst), write_map(tmp_path))
    view = view_case(estate.house(DESK), "R-1")
    assert view.case.values["urgency"] == "emergency"
    assert clock_states(estate.house(), view.case, estate.now) == ()
    assert (view.case.settled, view.case.breached, view.case.links) == ((), frozenset(), ())
    assert estate.journal.undelivered() == ()
    assert estate.journal.waking(when("2030-01-01 00:00")) == ()


def test_the_same_emergency_still_open_goes_out_at_once(estate: Estate, tmp_path: Path) -> None:
    """The counterpart of the test above: what the mapping calls live is live in full."""
    imported(estate.house(DESK), write_csv(tmp_path, row(内容="水管爆了，水漫到楼道，快来人！")), write_map(tmp_path))
    assert view_case(estate.house(DESK), "R-1").case.stage == "in_hand"
    assert estate.journal.undelivered() != ()


def test_history_is_nobodys_repeat(estate: Estate, tmp_path: Path) -> None:
    done = imported(estate.house(DESK), write_csv(tmp_path, LEAK, past("B-1")), write_map(tmp_path))
    assert (done.opened, done.recorded) == (1, 1)
    for each in cases(estate):
        assert [e.kind for e in estate.journal.stream(each.id) if e.kind == "related"] == []


def test_old_rows_that_are_still_open_are_refused_unless_asked_for(estate: Estate, tmp_path: Path) -> None:
    file = write_csv(tmp_path, row(时间="2026-04-29 08:59"), row(number="A-2", 时间="2026-04-29 09:00"))
    mapping = write_map(tmp_path)
    done = imported(estate.house(DESK), file, mapping)
    assert (done.opened, codes(done)) == (1, [(2, "EST-492")])
    asked = imported(estate.house(DESK), file, mapping, since=when("04-01 00:00"))
    assert (asked.opened, asked.known, asked.refused) == (1, 1, ())


def test_the_mapping_may_say_how_old_open_rows_may_be(estate: Estate, tmp_path: Path) -> None:
    mapping = write_map(tmp_path, MAP.replace("skip_when:", 'open_after: "2026-03-01"\nskip_when:'))
    file = write_csv(tmp_path, row(时间="2026-03-01 00:00"), row(number="A-2", 时间="2026-02-28 23:59"))
    done = imported(estate.house(DESK), file, mapping)
    assert (done.opened, codes(done)) == (1, [(3, "EST-492")])


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (row(电话=""), "EST-494"),
        (row(渠道="传真"), "EST-490"),
        (row(时间="05/06/2026"), "EST-489"),
        (row(时间="2026-05-06 09:01"), "EST-491"),
        (past("A-1", 办结时间="2024-02-28 10:00"), "EST-491"),
        (past("A-1", 办结时间=""), "EST-489"),
        (row(number=""), "EST-488"),
        (row(内容="漏\x00水"), "EST-487"),
        ((*LEAK, "多一格"), "EST-486"),
    ],
    ids=[
        "no contact",
        "a channel that the mapping does not know",
        "a time in doubt",
        "a time in the future",
        "closed before it was made",
        "closed, and not when",
        "no key",
        "a NUL byte",
        "a cell too many",
    ],
)
def test_a_bad_row_is_refused_alone(estate: Estate, tmp_path: Path, bad: tuple[str, ...], code: str) -> None:
    done = imported(estate.house(DESK), write_csv(tmp_path, bad, row(number="A-9")), write_map(tmp_path))
    assert (done.opened, done.recorded, codes(done)) == (1, 0, [(2, code)])
    assert [each.id for each in cases(estate)] == ["R-1"]


def test_everything_wrong_with_a_row_is_told_at_once_and_where(estate: Estate, tmp_path: Path) -> None:
    done = imported(
        estate.house(DESK), write_csv(tmp_path, row(电话="", 渠道="传真", 时间="昨天")), write_map(tmp_path)
    )
    [refused] = done.refused
    assert {(p.code, p.place.col if p.place else 0) for p in refused.problems} == {
        ("EST-489", 2),
        ("EST-494", 10),
        ("EST-490", 11),
    }


def test_a_row_that_fails_as_it_is_written_takes_no_other_with_it(estate: Estate, tmp_path: Path) -> None:
    class Choking(ConceptFinder):
        """A finder that cannot bear one text."""

        def matches(self, text: str) -> Iterable[Match]:
            if "噎住" in text:
                raise DataBroken.one("EST-531", same("cannot"))
            return ()

    house = replace(estate.house(DESK), finder=Choking())
    rows = [row(number=f"A-{number}", 内容="噎住" if number == 3 else "漏水") for number in range(6)]
    done = imported(house, write_csv(tmp_path, *rows), write_map(tmp_path))
    assert (done.opened, codes(done)) == (5, [(5, "EST-531")])
    assert len(cases(estate)) == 5
    assert estate.journal.done("import/old_desk/A-3") is None
    assert verify(estate.journal).bad_seq is None


def test_many_rows_go_in_several_transactions_and_are_counted(estate: Estate, tmp_path: Path) -> None:
    rows = [past(f"B-{number}") for number in range(BATCH + 1)]
    plan, _ = planned(estate.house(DESK), write_csv(tmp_path, *rows), write_map(tmp_path))
    told: list[tuple[int, int]] = []
    done = carry_out_plan(estate.house(DESK), plan, lambda count, of: told.append((count, of)))
    assert (done.recorded, told) == (BATCH + 1, [(BATCH, BATCH + 1), (BATCH + 1, BATCH + 1)])


def test_judging_writes_nothing_and_foretells_the_import(estate: Estate, tmp_path: Path) -> None:
    head = estate.journal.head()
    file = write_csv(tmp_path, LEAK, past("B-1"), row(number="A-2", 电话=""), row(number="A-3", 状态="作废"))
    plan, _ = planned(estate.house(DESK), file, write_map(tmp_path))
    told = plan.preview()
    assert estate.journal.head() == head
    done = imported(estate.house(DESK), file, write_map(tmp_path))
    assert (told.opened, told.recorded, told.skipped, codes(told)) == (1, 1, 1, [(4, "EST-494")])
    assert (done.opened, done.recorded, done.skipped, codes(done)) == (1, 1, 1, [(4, "EST-494")])


def test_a_mapping_that_passes_over_every_row_is_not_called_a_success(estate: Estate, tmp_path: Path) -> None:
    with pytest.raises(NothingToCheck):
        planned(estate.house(DESK), write_csv(tmp_path, row(状态="作废")), write_map(tmp_path))


def test_who_may_not_open_may_not_import(estate: Estate, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        planned(estate.house("nobody"), write_csv(tmp_path, LEAK), write_map(tmp_path))
    assert [problem.code for problem in caught.value.problems] == ["EST-419"]


def test_columns_that_nothing_is_read_from_are_named(estate: Estate, tmp_path: Path) -> None:
    mapping = write_map(
        tmp_path, MAP.replace("  reference: {column: 单号}\n", "").replace("{column: 结果}", "{value: 旧}")
    )
    assert imported(estate.house(DESK), write_csv(tmp_path, LEAK), mapping).unused == ("结果",)


def test_what_was_imported_is_rebuilt_from_the_entries_alone(estate: Estate, tmp_path: Path) -> None:
    imported(estate.house(DESK), write_csv(tmp_path, LEAK, past("B-1")), write_map(tmp_path))
    before = cases(estate)
    rebuild(estate.house(), estate.project())
    assert cases(estate) == before


def test_text_like_a_formula_is_kept_as_text(estate: Estate, tmp_path: Path) -> None:
    imported(estate.house(DESK), write_csv(tmp_path, row(内容="=1+1 水管漏水\n第二行")), write_map(tmp_path))
    assert view_case(estate.house(DESK), "R-1").case.values["content"] == "=1+1 水管漏水\n第二行"


@pytest.mark.parametrize(("part", "other"), [("from_stages", ("in_hand",)), ("branches", ())])
def test_a_move_of_history_that_ends_nothing_is_refused(
    estate: Estate, tmp_path: Path, part: str, other: tuple[str, ...]
) -> None:
    house = estate.house(DESK)
    workflow = house.bundle.workflows["request"]
    moves = [replace(move, **{part: other}) if move.records_history else move for move in workflow.moves]  # type: ignore[arg-type]
    found = list(check_map(house, replace(workflow, moves=tuple(moves)), import_map(write_map(tmp_path))))
    assert [problem.code for problem in found] == ["EST-484"]


def test_a_workflow_without_history_takes_none(estate: Estate, tmp_path: Path) -> None:
    house = estate.house(DESK)
    workflow = house.bundle.workflows["request"]
    bare = replace(workflow, moves=tuple(move for move in workflow.moves if not move.records_history))
    found = list(check_map(house, bare, import_map(write_map(tmp_path))))
    assert [(problem.code, problem.place and problem.place.line) for problem in found] == [("EST-484", 9)]
