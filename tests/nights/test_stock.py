"""Items in stores, as they stood at the end of a day."""

from __future__ import annotations

from datetime import date

import pytest

from estatectl.domain.controls.scopes import ScopeKind
from tests.nights.looking import DAY, DAY_AFTER, KEEPER, TECHNICIAN, Onlooker

VALVE, DRILL = "maintenance:ball_valve_20", "maintenance:hammer_drill"


@pytest.fixture
def store(desk: Onlooker) -> Onlooker:
    """Twenty valves and two drills, received on the morning of 1 October."""
    desk.at("2026-10-01T08:00")
    receive(desk, "ball_valve_20", "20")
    receive(desk, "hammer_drill", "2")
    return desk.at("2026-11-10T09:00")


def receive(desk: Onlooker, item: str, quantity: str, *more: str) -> None:
    assert desk("stock", "receive", item, quantity, *more, by=KEEPER).status == 0


def issue(desk: Onlooker, item: str, quantity: str, *more: str) -> None:
    assert desk("stock", "issue", item, quantity, "--purpose", "泵房", *more, by=TECHNICIAN).status == 0


def facts(desk: Onlooker, item: str = VALVE, day: date = DAY) -> dict[str, object]:
    return desk.facts(ScopeKind.STOCK, item, "maintenance", day=day)


def test_what_was_drawn_later_is_still_there(store: Onlooker) -> None:
    store.at("2026-11-11T09:00")
    issue(store, "ball_valve_20", "15")
    before, after = facts(store), facts(store, day=DAY_AFTER)
    assert (before["balance"], before["below"], before["below_days"]) == ("20", False, "0")
    assert (after["balance"], after["below"], after["below_days"]) == ("5", True, "0.62")
    assert (before["used_30d"], after["used_30d"]) == ("0", "15")


def test_what_is_untouched_later_says_the_same_by_its_projection(store: Onlooker) -> None:
    issue(store, "ball_valve_20", "15")
    issue(store, "hammer_drill", "1")
    unmoved = store.subjects(ScopeKind.STOCK, "maintenance")
    store.at("2026-11-11T09:00")
    receive(store, "ball_valve_20", "40")
    assert store("stock", "return", "hammer_drill", "1", by=TECHNICIAN).status == 0
    moved = store.subjects(ScopeKind.STOCK, "maintenance")
    assert {name: each.facts for name, each in unmoved.items()} == {name: each.facts for name, each in moved.items()}
    assert facts(store, day=DAY_AFTER)["below"] is False


def test_an_item_that_was_never_kept_is_there_and_says_so(store: Onlooker) -> None:
    store.at("2026-11-11T09:00")
    receive(store, "ppr_pipe_20", "3")
    pipe = facts(store, "maintenance:ppr_pipe_20")
    assert pipe["begun"] is False
    assert not {"balance", "below", "negative", "used_30d", "usual"} & pipe.keys()
    assert facts(store, "maintenance:ppr_pipe_20", day=DAY_AFTER)["begun"] is True


def test_a_drill_is_out_from_its_issue_until_it_came_back(store: Onlooker) -> None:
    issue(store, "hammer_drill", "1")
    assert store.at("2026-11-12T09:00")("stock", "return", "hammer_drill", "1", by=TECHNICIAN).status == 0
    assert (facts(store, DRILL)["out"], facts(store, DRILL)["out_days"]) == ("1", "0.62")
    assert facts(store, DRILL, DAY_AFTER)["out_days"] == "1.62"
    back = facts(store, DRILL, date(2026, 11, 12))
    assert back["out"] == "0"
    assert "out_days" not in back
    assert "out" not in facts(store)  # a valve never comes back


def test_what_was_undone_later_had_happened(store: Onlooker) -> None:
    issue(store, "ball_valve_20", "15")
    store.at("2026-11-11T09:00")
    assert store("stock", "undo", "ball_valve_20", "--reason", "误领", by=KEEPER).status == 0
    assert (facts(store)["balance"], facts(store)["used_30d"]) == ("5", "15")
    after = facts(store, day=DAY_AFTER)
    assert (after["balance"], after["used_30d"], after["below"]) == ("20", "0", False)


def test_a_count_says_how_far_off_the_book_was_and_whether_that_is_allowed(store: Onlooker) -> None:
    assert not {"counted_days", "count_within", "count_difference_share"} & facts(store).keys()
    assert store("stock", "count", "ball_valve_20", "17", by=KEEPER).status in (0, 1)
    counted = facts(store)
    assert (counted["count_difference_share"], counted["count_within"]) == ("15.00", False)
    assert counted["counted_days"] == "0.62"
    store.at("2026-11-11T09:00")
    assert store("stock", "count", "ball_valve_20", "17", by=KEEPER).status == 0
    assert facts(store)["count_difference_share"] == "15.00"
    again = facts(store, day=DAY_AFTER)
    assert (again["count_difference_share"], again["count_within"]) == ("0.00", True)


def test_use_is_judged_against_what_is_usual_once_the_ledger_is_old_enough(store: Onlooker) -> None:
    item = store.known().bundle.shelves.items["ball_valve_20"]
    assert item.usual is not None
    assert item.usual.most is not None
    receive(store, "ball_valve_20", "200")
    issue(store, "ball_valve_20", str(int(item.usual.most)))
    assert facts(store)["usual"] == "within"
    issue(store, "ball_valve_20", "1")
    assert facts(store)["usual"] == "over"


def test_being_below_counts_from_when_it_fell_there_without_a_break(store: Onlooker) -> None:
    store.at("2026-11-01T00:00")
    issue(store, "ball_valve_20", "15")
    receive(store.at("2026-11-02T00:00"), "ball_valve_20", "30")
    store.at("2026-11-06T00:00")
    issue(store, "ball_valve_20", "30")
    store.at("2026-11-08T00:00")
    issue(store, "ball_valve_20", "1")
    assert (facts(store)["below"], facts(store)["below_days"]) == (True, "5.00")
    store.at("2026-11-11T08:00")
    issue(store, "ball_valve_20", "1")  # now the ledger is folded, and says the same
    assert facts(store)["below_days"] == "5.00"


def test_every_item_in_every_store_that_keeps_it_is_a_subject(store: Onlooker) -> None:
    places = {f"{where.id}:{item.id}" for where, item in store.known().bundle.shelves.places()}
    assert set(store.subjects(ScopeKind.STOCK)) == places
