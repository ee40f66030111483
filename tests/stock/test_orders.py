"""Material for orders: who may draw it, the owner's consent to what goes beyond the job, and what the order shows."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

import pytest

from estatectl.domain.problems import Refused
from estatectl.render.case_pages import case_page
from estatectl.usecases.stock.acting import move_stock
from estatectl.usecases.stock.usage import usage_of_order
from estatectl.usecases.stock.views import materials_of
from estatectl.usecases.stock.wishes import StockDone, StockWish
from estatectl.usecases.viewing import view_case
from tests.cases.house import CLEANING_HEAD, DESK, MAINTENANCE_HEAD, PLUMBER, Estate, bundle, refusal, said
from tests.cases.test_repairs import FINISHED, on_site, repair

HOSE, CLEANER = "braided_hose", "lu_xiuying"


@pytest.fixture
def estate() -> Estate:
    """Thirty hoses in the maintenance store."""
    found = Estate.founded()
    move_stock(found.house(MAINTENANCE_HEAD), "received", StockWish(words=(HOSE, "30"), price="12.50"))
    return found


def draw(estate: Estate, order: str, words: str, *, by: str = PLUMBER, extra: bool = False) -> tuple[StockDone, ...]:
    wish = StockWish(words=tuple(words.split()), order=order, extra=extra)
    return move_stock(estate.house(by), "issued", wish)


def test_what_was_drawn_stands_on_the_order_less_what_came_back(estate: Estate) -> None:
    _, order = repair(estate)
    estate.do(order, "assign", by=MAINTENANCE_HEAD, handler=PLUMBER)
    draw(estate, order, f"{HOSE} 3")
    move_stock(estate.house(PLUMBER), "returned", StockWish(words=(HOSE, "1"), order=order))
    [material] = materials_of(bundle(), estate.journal, (order,))
    assert [material.issued, material.returned, material.net, material.cost] == [3, 1, 2, 25]
    assert estate.case(order).text("drawn") == "编织软管 50cm 3 根"
    page = case_page(bundle(), view_case(estate.house(), order))
    shown = cast("list[dict[str, object]]", page.data["materials"])
    assert [(each["item"], each["used"], each["cost"]) for each in shown] == [(HOSE, 2, Decimal("25.00"))]
    with pytest.raises(Refused) as refused:
        move_stock(estate.house(PLUMBER), "returned", StockWish(words=(HOSE, "3"), order=order))
    assert refusal(refused.value) == ["EST-971"]


def test_nothing_is_drawn_for_an_order_that_nobody_has_yet(estate: Estate) -> None:
    _, order = repair(estate)
    with pytest.raises(Refused) as refused:
        draw(estate, order, f"{HOSE} 1")
    assert refusal(refused.value) == ["EST-425"]
    assert estate.journal.stock_levels()[0].balance == 30


def test_a_request_takes_no_material(estate: Estate) -> None:
    request, _ = repair(estate)
    with pytest.raises(Refused) as refused:
        draw(estate, request, f"{HOSE} 1")
    assert refusal(refused.value) == ["EST-970"]


def test_material_beyond_the_job_waits_for_the_owners_consent(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    with pytest.raises(Refused) as refused:
        draw(estate, order, f"{HOSE} 1", extra=True)
    assert refusal(refused.value) == ["EST-426"]
    assert "业主同意" in said(refused.value.problems)
    estate.do(order, "propose", by=PLUMBER, scope="换软管", price="80")
    with pytest.raises(Refused) as refused:
        draw(estate, order, f"{HOSE} 1", extra=True)
    assert "等业主答复" in said(refused.value.problems)
    draw(estate, order, f"{HOSE} 1")  # what the job itself needs does not wait
    estate.do(order, "consent", by=PLUMBER, consent="同意", channel="电话", evidence="录音 12")
    draw(estate, order, f"{HOSE} 1", extra=True)
    assert estate.journal.stock_levels()[0].balance == 28


def test_a_no_is_no_consent(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    estate.do(order, "propose", by=PLUMBER, scope="换软管", price="80")
    estate.do(order, "consent", by=PLUMBER, consent="不同意", channel="电话", evidence="录音 12")
    with pytest.raises(Refused):
        draw(estate, order, f"{HOSE} 1", extra=True)


def test_who_drew_beyond_the_job_says_so_at_the_end(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    estate.do(order, "propose", by=PLUMBER, scope="换软管", price="80")
    estate.do(order, "consent", by=PLUMBER, consent="同意", channel="电话", evidence="录音 12")
    draw(estate, order, f"{HOSE} 1", extra=True)
    draw(estate, order, f"{HOSE} 1")
    with pytest.raises(Refused) as refused:
        estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="否")
    assert "有增项" in said(refused.value.problems)
    assert estate.do(order, "finish", by=PLUMBER, **FINISHED, extra_work="是").stage == "finished"


def test_more_than_an_order_usually_has_is_told_to_the_head(estate: Estate) -> None:
    _, order = repair(estate)
    on_site(estate, order)
    assert not draw(estate, order, f"{HOSE} 4")[0].over
    [usual] = usage_of_order(estate.house(), order)
    assert usual.verdict == "usual"
    assert draw(estate, order, f"{HOSE} 1")[0].over
    [over] = usage_of_order(estate.house(), order)
    assert over.verdict == "above"
    told = [entry for entry in estate.journal.stream(f"stock:maintenance:{HOSE}") if entry.kind == "notified"]
    assert [entry.data["to_person"] for entry in told] == [MAINTENANCE_HEAD]


def test_the_handler_of_the_order_may_draw_from_a_store_of_another_department(estate: Estate) -> None:
    request = estate.open("楼道需冲洗", type="报修", urgency="一般", department="保洁部")
    estate.do(request, "dispatch", by=DESK)
    order = estate.orders(request)["cleaning"]
    estate.do(order, "assign", by=CLEANING_HEAD, handler=CLEANER)
    with pytest.raises(Refused) as refused:
        draw(estate, order, f"{HOSE} 1", by=CLEANING_HEAD)
    assert refusal(refused.value) == ["EST-968"]
    assert draw(estate, order, f"{HOSE} 1", by=CLEANER)[0].after == 29
