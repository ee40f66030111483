"""The command `stock` as staff type it: taking in, drawing, bringing back, writing off, counting, undoing, looking."""

from __future__ import annotations

import pytest

from tests.stock.terminal import (
    DAY,
    GARDENER_HEAD,
    GUARD,
    KEEPER,
    OTHER,
    SECURITY_HEAD,
    TECHNICIAN,
    Terminal,
)

VALVE, PIPE, DRILL, POISON = "ball_valve_20", "ppr_pipe_20", "hammer_drill", "imidacloprid"


# Drawing.


def test_several_items_are_drawn_in_one_line_under_any_of_their_names(desk: Terminal) -> None:
    answer = desk(
        "库存", "领用", "20球阀", "2个", "PPR管", "20", "120", "cm", "--purpose", "泵房", by=TECHNICIAN, lang="zh"
    )
    assert answer.status == 0, answer.err
    assert (desk.balance(VALVE), desk.balance(PIPE)) == ("18", "2.3")


def test_the_last_one_can_be_drawn_and_not_one_more(desk: Terminal) -> None:
    assert desk("stock", "issue", VALVE, "20", "--purpose", "x", by=TECHNICIAN).status == 0
    refused = desk("stock", "issue", VALVE, "1", "--purpose", "x", by=TECHNICIAN)
    assert (refused.status, refused.codes) == (2, ["EST-967"])
    assert "has 0 个" in refused.err
    assert "stock count ball_valve_20" in refused.err
    assert desk.balance(VALVE) == "0"


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_written(desk: Terminal) -> None:
    refused = desk("stock", "issue", VALVE, "99", PIPE, "1", POISON, "0.5", by=TECHNICIAN)
    # Too few valves, no purpose, and of the poison: not their store, no witness, no purpose.
    assert sorted(refused.codes) == ["EST-967", "EST-968", "EST-969", "EST-969", "EST-969"]
    assert desk.balance(PIPE) == "3.5"


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        pytest.param(["no_such_thing", "1"], ["EST-965"], id="an unknown item"),
        pytest.param(["valve", "1"], ["EST-965"], id="a name of several"),
        pytest.param([VALVE], ["EST-966"], id="no quantity"),
        pytest.param([VALVE, "1", VALVE, "2"], ["EST-966"], id="the same item twice"),
        pytest.param([VALVE, "1", "--store", "office"], ["EST-965"], id="a store that does not keep it"),
        pytest.param([VALVE, "1", "--at", f"{DAY}T23:00"], ["EST-428"], id="in the future"),
        pytest.param([VALVE, "1", "--to", "nobody"], ["EST-464"], id="to somebody unknown"),
        pytest.param([VALVE, "1", "--order", "W-99"], ["EST-420"], id="for an order that is not there"),
    ],
)
def test_it_is_refused(desk: Terminal, words: list[str], codes: list[str]) -> None:
    refused = desk("stock", "issue", *words, "--purpose", "x", by=TECHNICIAN)
    assert (refused.status, refused.codes) == (2, codes)
    assert desk.balance(VALVE) == "20"


def test_another_department_draws_nothing(desk: Terminal) -> None:
    assert desk("stock", "issue", VALVE, "1", "--purpose", "x", by=GUARD).codes == ["EST-968"]


# Tools.


def test_a_tool_stays_out_until_it_comes_back(desk: Terminal) -> None:
    assert desk("stock", "issue", DRILL, "1", "--purpose", "x", by=TECHNICIAN).status == 0
    [out] = desk.asked("stock", "list", "--out")["out"]
    assert (out["item"], out["person"], out["outstanding"]) == (DRILL, TECHNICIAN, "1")
    assert desk("stock", "return", DRILL, "2", by=TECHNICIAN).codes == ["EST-971"]
    assert desk("stock", "return", DRILL, "1", by=OTHER).codes == ["EST-971"]
    assert desk("stock", "return", DRILL, "1", by=TECHNICIAN).status == 0
    assert desk.asked("stock", "list", "--out")["out"] == []
    assert desk.balance(DRILL) == "2"


def test_a_tool_that_is_lost_is_out_no_more_and_not_in_store(desk: Terminal) -> None:
    desk("stock", "issue", DRILL, "1", "--to", TECHNICIAN, by=KEEPER)
    assert desk("stock", "write-off", DRILL, "1", "--held-by", TECHNICIAN).codes == ["EST-969"]
    lost = desk("stock", "write-off", DRILL, "1", "--held-by", TECHNICIAN, "--reason", "fell into the shaft")
    assert lost.status == 0
    assert desk.asked("stock", "list", "--out")["out"] == []
    assert desk.balance(DRILL) == "1"
    assert desk("stock", "undo", DRILL, "--reason", "found again").status == 0
    [out] = desk.asked("stock", "list", "--out")["out"]
    assert out["outstanding"] == "1"


# Hazardous items.


def test_poison_leaves_only_with_a_purpose_and_before_a_second_person(desk: Terminal) -> None:
    take = ["stock", "issue", POISON, "500g"]
    alone = desk(*take, "--purpose", "aphids", by=GARDENER_HEAD)
    own = desk(*take, "--purpose", "aphids", "--witness", GARDENER_HEAD, by=GARDENER_HEAD)
    wrong = desk(*take, "--purpose", "aphids", "--witness", GUARD, by=GARDENER_HEAD)
    aimless = desk(*take, "--to", GARDENER_HEAD, "--witness", SECURITY_HEAD, by=GARDENER_HEAD)
    assert [each.codes for each in (alone, own, wrong, aimless)] == [["EST-969"]] * 4
    assert desk(*take, "--purpose", "aphids", "--witness", SECURITY_HEAD, by=GARDENER_HEAD).status == 0
    [issued] = [line for line in desk.asked("stock", "show", POISON)["lines"] if line["kind"] == "issued"]
    assert (issued["quantity"], issued["witness"], issued["purpose"]) == ("0.5", SECURITY_HEAD, "aphids")


# Keepers.


@pytest.mark.parametrize(
    "words",
    [
        ["receive", VALVE, "1"],
        ["count", VALVE, "1"],
        ["write-off", VALVE, "1", "--reason", "x"],
        ["undo", VALVE, "--reason", "x"],
    ],
    ids=lambda words: str(words[0]),
)
def test_only_keepers_and_those_above_them(desk: Terminal, words: list[str]) -> None:
    assert desk("stock", *words, by=TECHNICIAN).codes == ["EST-968"]
    assert desk("stock", *words, by="gu_wenxi").status in (0, 1)  # the deputy; a count that differs ends with 1


def test_the_keeper_hears_once_when_something_comes_to_run_low(desk: Terminal) -> None:
    desk("stock", "issue", VALVE, "9", "--purpose", "x", by=TECHNICIAN)
    assert desk.notices() == []
    desk("stock", "issue", VALVE, "1", "--purpose", "x", by=TECHNICIAN)
    desk("stock", "issue", VALVE, "1", "--purpose", "x", by=TECHNICIAN)
    [notice] = desk.notices()
    assert (notice["to_person"], notice["template"]) == (KEEPER, "low")
    assert "剩 10 个" in notice["text_zh"]
    assert [each["item"] for each in desk.asked("stock", "list", "--low")["items"]] == [VALVE, PIPE]


def test_the_price_paid_is_what_things_are_worth(desk: Terminal) -> None:
    [valve] = desk.asked("stock", "list", "--text", "DN20")["items"]
    assert (valve["price"], valve["value"]) == ("30", "600.00")


# Counting and undoing.


def test_a_count_sets_the_book_and_says_what_differs(desk: Terminal) -> None:
    answer = desk("stock", "count", VALVE, "18")
    assert answer.status == 1
    assert "-2" in answer.out
    assert desk.balance(VALVE) == "18"
    assert desk("stock", "count", VALVE, "18").status == 0


def test_a_count_of_this_morning_leaves_what_was_drawn_since(desk: Terminal) -> None:
    desk.at("10:00")("stock", "issue", VALVE, "5", "--purpose", "x", by=TECHNICIAN)
    [counted] = desk.at("11:00").asked("stock", "count", VALVE, "19", "--at", f"{DAY}T09:30")["counted"]
    assert (counted["book"], counted["difference"], counted["balance"]) == ("20", "-1", "14")


def test_what_was_before_a_count_is_in_it(desk: Terminal) -> None:
    desk("stock", "count", VALVE, "20")
    late = desk.at("10:00")("stock", "issue", VALVE, "1", "--purpose", "x", "--at", f"{DAY}T08:59", by=TECHNICIAN)
    assert late.codes == ["EST-971"]
    just = desk("stock", "issue", VALVE, "1", "--purpose", "x", "--at", f"{DAY}T09:00", by=TECHNICIAN)
    assert just.status == 0


def test_the_last_line_is_undone_once(desk: Terminal) -> None:
    desk("stock", "issue", VALVE, "5", "--purpose", "x", by=TECHNICIAN)
    assert desk("stock", "undo", VALVE).codes == ["EST-969"]
    assert desk("stock", "undo", VALVE, "--reason", "typed twice").status == 0
    assert desk.balance(VALVE) == "20"
    assert desk("stock", "undo", VALVE, "--line", "2", "--reason", "again").codes == ["EST-971"]


def test_a_receipt_of_which_too_much_is_gone_is_not_undone(desk: Terminal) -> None:
    desk("stock", "issue", VALVE, "1", "--purpose", "x", by=TECHNICIAN)
    assert desk("stock", "undo", VALVE, "--line", "1", "--reason", "x").codes == ["EST-967"]


def test_an_issue_of_which_something_came_back_is_not_undone(desk: Terminal) -> None:
    desk("stock", "issue", DRILL, "2", "--to", TECHNICIAN)
    desk("stock", "return", DRILL, "1", "--from", TECHNICIAN)
    assert desk("stock", "undo", DRILL, "--line", "2", "--reason", "x").codes == ["EST-971"]


# Usage.


def test_use_beyond_what_is_usual_ends_with_one(desk: Terminal) -> None:
    desk("stock", "receive", VALVE, "20")
    desk("stock", "issue", VALVE, "20", "--purpose", "x", by=TECHNICIAN)
    assert desk("stock", "usage", "--item", VALVE).status == 0
    desk("stock", "issue", VALVE, "1", "--purpose", "x", by=TECHNICIAN)
    over = desk("stock", "usage", "--item", VALVE)
    assert over.status == 1
    assert "above" in over.out


def test_too_little_use_is_told_once_the_ledger_is_a_month_old(desk: Terminal) -> None:
    [fresh] = desk.asked("stock", "usage", "--item", VALVE)["usage"]
    assert fresh["verdict"] == "new"
    [old] = desk.at("2026-11-10T09:00").asked("stock", "usage", "--item", VALVE)["usage"]
    assert (old["verdict"], old["used"]) == ("below", "0")


def test_what_came_back_or_was_undone_was_not_used(desk: Terminal) -> None:
    desk("stock", "issue", VALVE, "5", "--to", TECHNICIAN)
    desk("stock", "return", VALVE, "2", "--from", TECHNICIAN)
    desk("stock", "issue", VALVE, "4", "--to", TECHNICIAN)
    desk("stock", "undo", VALVE, "--reason", "x")
    [used] = desk.asked("stock", "usage", "--item", VALVE)["usage"]
    assert used["used"] == "3"


# The journal.


def test_everything_can_be_written_anew_from_the_journal(desk: Terminal) -> None:
    desk("stock", "issue", DRILL, "1", "--to", TECHNICIAN)
    desk("stock", "issue", VALVE, "12", "--purpose", "x", by=TECHNICIAN)
    desk("stock", "undo", VALVE, "--reason", "x")
    desk("stock", "count", PIPE, "3.4")
    shown = [desk("stock", *words, "--format", "json").out for words in (["list"], ["list", "--out"], ["usage"])]
    assert desk("journal", "rebuild").status == 0
    assert shown == [
        desk("stock", *words, "--format", "json").out for words in (["list"], ["list", "--out"], ["usage"])
    ]
    assert desk("journal", "verify").status == 0


def test_a_purpose_can_be_forgotten(desk: Terminal) -> None:
    desk("stock", "issue", VALVE, "1", "--purpose", "for Mr Wang of 1201", by=TECHNICIAN)
    erased = desk("journal", "erase", f"stock:maintenance:{VALVE}", "--field", "purpose", "--reason", "asked to")
    assert erased.status == 0, erased.err
    assert "Wang" not in desk("stock", "show", VALVE).out
    assert desk("journal", "verify").status == 0
