"""Purchases: approved as far up as the amount demands, never by whoever asked or bought, accepted, invoiced."""

from __future__ import annotations

import pytest

from tests.office.house import (
    ADMIN,
    ADMIN_HEAD,
    CLEANER,
    DEPUTY,
    GENERAL,
    MAINTENANCE_HEAD,
    OTHER_ADMIN,
    PAPER,
    TECHNICIAN,
    Office,
)

PUMP = {"content": "潜水泵 2 台", "reason": "汛期备用", "department": "maintenance", "category": "equipment"}


def asked(office: Office, amount: str, *, by: str = TECHNICIAN, budgeted: str = "yes", **more: str) -> str:
    return office.done("purchase open", by=by, **PUMP, amount=amount, budgeted=budgeted, **more)


def priced(office: Office, amount: str, *, quotes: int = 0, **more: str) -> str:
    """Endorsed, quoted so many times, and a supplier chosen at this amount."""
    office.done("purchase endorse PU-1", by=MAINTENANCE_HEAD)
    for number in range(quotes):
        quoted(office, f"供应商 {number}")
    return chosen(office, amount, **more)


def quoted(office: Office, supplier: str) -> None:
    office.done("purchase quote PU-1", by=ADMIN, supplier=supplier, price="6200", quotation=PAPER)


def chosen(office: Office, amount: str, **more: str) -> str:
    return office.done(
        "purchase choose PU-1", by=ADMIN, supplier="永泉泵业", amount=amount, comparison="最低价", **more
    )


@pytest.mark.parametrize(
    ("amount", "budgeted", "approvals"),
    [
        pytest.param("500", "yes", (), id="500 within the budget: the head of department suffices"),
        pytest.param("500", "no", ("approve",), id="500 outside the budget: one level further up"),
        pytest.param("500.01", "yes", ("approve",), id="a fen above 500: the administration manager"),
        pytest.param("3000", "yes", ("approve",), id="3,000: still the administration manager"),
        pytest.param("3000.01", "yes", ("approve", "authorise"), id="a fen above 3,000: the deputy"),
        pytest.param("3000", "no", ("approve", "authorise"), id="3,000 outside the budget: the deputy"),
        pytest.param("3000.01", "no", ("approve", "authorise", "sign"), id="above it outside the budget: the GM"),
        pytest.param("20000", "yes", ("approve", "authorise"), id="20,000: still the deputy"),
        pytest.param("20000.01", "yes", ("approve", "authorise", "sign"), id="a fen above 20,000: the GM"),
    ],
)
def test_a_purchase_is_approved_as_far_up_as_its_amount(
    office: Office, amount: str, budgeted: str, approvals: tuple[str, ...]
) -> None:
    who = {"approve": ADMIN_HEAD, "authorise": DEPUTY, "sign": GENERAL}
    assert asked(office, amount, budgeted=budgeted) == "requested"
    stage = priced(office, amount, quotes=3)
    for approval in approvals:
        assert stage != "to_order"
        stage = office.done(f"purchase {approval} PU-1", by=who[approval])
    assert stage == "to_order"


def test_a_purchase_to_its_invoice(office: Office) -> None:
    asked(office, "2800")
    assert office.told("PU-1") == [MAINTENANCE_HEAD]
    assert priced(office, "2650.5") == "with_admin"
    office.done("purchase approve PU-1", by=ADMIN_HEAD)
    assert office.refused("purchase place PU-1", by=ADMIN) == ["EST-450"]  # no date of delivery
    assert office.done("purchase place PU-1", by=ADMIN, eta="2026-11-20") == "ordered"
    assert office.clock("PU-1", "delivery")["due"] == "11-21 00:00"
    assert "EST-422" in office.refused("purchase accept PU-1 *", by=ADMIN, evidence=PAPER)
    assert office.done("purchase accept PU-1 *", by=TECHNICIAN, evidence=PAPER) == "to_invoice"
    paid = {"invoice_number": "24111", "paid": "2650.50", "invoice": PAPER}
    assert office.refused("purchase settle PU-1 * amount_approved=no", by=ADMIN, **paid) == ["EST-374", "EST-458"]
    assert office.done("purchase settle PU-1 *", by=ADMIN, **paid) == "closed"
    assert office.case("PU-1").values["amount"] == "2650.50"


def test_nobody_endorses_what_they_asked_for(office: Office) -> None:
    asked(office, "300", by=MAINTENANCE_HEAD)
    assert office.refused("purchase endorse PU-1", by=MAINTENANCE_HEAD) == ["EST-422"]
    assert office.done("purchase endorse PU-1", by=DEPUTY) == "quoting"


def test_nobody_approves_the_supplier_they_chose(office: Office) -> None:
    asked(office, "900")
    office.done("purchase endorse PU-1", by=MAINTENANCE_HEAD)
    office.done("purchase choose PU-1", by=ADMIN_HEAD, supplier="永泉泵业", amount="900", comparison="熟悉")
    assert office.refused("purchase approve PU-1", by=ADMIN_HEAD) == ["EST-422"]
    assert office.done("purchase approve PU-1", by=DEPUTY) == "to_order"


def test_a_post_below_the_level_does_not_approve(office: Office) -> None:
    asked(office, "25000")
    assert office.refused("purchase endorse PU-1", by=TECHNICIAN) == ["EST-421", "EST-422"]
    priced(office, "25000", quotes=3)
    assert office.refused("purchase approve PU-1", by=OTHER_ADMIN) == ["EST-421"]
    office.done("purchase approve PU-1", by=ADMIN_HEAD)
    assert office.refused("purchase authorise PU-1", by=ADMIN_HEAD) == ["EST-421"]
    office.done("purchase authorise PU-1", by=DEPUTY)
    assert office.refused("purchase sign PU-1", by=DEPUTY) == ["EST-421"]


def test_above_5000_two_quotations_go_back_and_a_third_goes_on(office: Office) -> None:
    asked(office, "4000")  # the estimate needs no comparison; the price does
    assert priced(office, "5000.01", quotes=2) == "quoting"
    assert ADMIN in office.told("PU-1")
    quoted(office, "第三家")
    assert chosen(office, "5000.01") == "with_admin"


def test_at_5000_no_comparison_is_asked_for(office: Office) -> None:
    asked(office, "5000")
    assert priced(office, "5000") == "with_admin"


def test_an_only_supplier_needs_no_comparison_and_the_general_manager(office: Office) -> None:
    asked(office, "6000")
    assert priced(office, "6000", sole_source="yes") == "with_admin"
    office.done("purchase approve PU-1", by=ADMIN_HEAD)
    assert office.done("purchase authorise PU-1", by=DEPUTY) == "with_general"


def test_a_delivery_that_falls_short_is_refused_and_ordered_again(office: Office) -> None:
    asked(office, "400")
    assert priced(office, "400") == "to_order"
    office.done("purchase place PU-1", by=ADMIN, eta="2026-11-12")
    wrong = "purchase accept PU-1 * as_ordered=no"
    assert office.refused(wrong, by=MAINTENANCE_HEAD, evidence=PAPER) == ["EST-374", "EST-458"]
    assert office.done("purchase refuse PU-1", by=MAINTENANCE_HEAD, shortfall="少 1 台") == "to_order"
    assert office.done("purchase place PU-1", by=ADMIN, eta="2026-11-14") == "ordered"
    assert office.clock("PU-1", "delivery")["due"] == "11-15 00:00"


def test_a_rejected_purchase_tells_whoever_asked(office: Office) -> None:
    asked(office, "700", by=CLEANER)
    assert office.refused("purchase reject PU-1", by=MAINTENANCE_HEAD) == ["EST-450"]  # not without a reason
    assert office.done("purchase reject PU-1", by=MAINTENANCE_HEAD, reason="库存够用") == "rejected"
    assert office.told("PU-1")[-1] == CLEANER


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        pytest.param("-1", "EST-448", id="below nothing"),
        pytest.param("12.345", "EST-454", id="a tenth of a fen"),
        pytest.param("一百", "EST-454", id="in words"),
    ],
)
def test_an_amount_is_a_sum_of_money(office: Office, amount: str, code: str) -> None:
    assert office.refused("purchase open", by=TECHNICIAN, **PUMP, amount=amount, budgeted="yes") == [code]


def test_a_late_approval_reaches_the_administration_manager(office: Office) -> None:
    asked(office, "700")
    assert office.clock("PU-1", "endorse")["due"] == "11-11 18:00"
    office.at("11-11 18:00")
    assert office.clock("PU-1", "endorse")["verdict"] == "running"  # on the dot
    office.at("11-11 18:00:01")
    assert office.clock("PU-1", "endorse")["verdict"] == "breached"
    assert ADMIN_HEAD in office.told("PU-1")
