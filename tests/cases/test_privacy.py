"""Forgetting a person: the record stays whole and readable, the person is gone from it."""

from __future__ import annotations

from estatectl.usecases.explaining import explain_case
from estatectl.usecases.journal import forget
from tests.cases.house import DESK, MAINTENANCE_HEAD, Estate

PERSONAL = ("owner", "contact", "address", "household", "content", "word")


def test_a_forgotten_owner_is_gone_and_the_record_stands(estate: Estate) -> None:
    request = estate.open("厨房水管爆了，水流到客厅")
    orders = estate.orders(request)
    estate.do(orders["maintenance"], "assign", by=MAINTENANCE_HEAD)
    stage = estate.case(request.id).stage
    # The orders hold copies: they are forgotten with the request.
    assert forget(estate.house(DESK), request.id, PERSONAL, "业主要求删除", estate.project()) > 0
    for stream in (request.id, *orders.values()):
        row = estate.row(stream)
        assert (row.summary, row.household, row.contact) == ("", None, None)
        said = repr(estate.journal.stream(stream))
        for word in ("王先生", "13800001111", "3栋2单元1201", "厨房水管"):
            assert word not in said, (stream, word)
        assert estate.view(stream).case.values["owner"] is None
        assert explain_case(estate.house(), stream).case.id == stream
    assert estate.journal.verify().bad_seq is None
    # It can still be worked on, timed and closed.
    assert estate.case(request.id).stage == stage
    estate.later(hours=1).tick()
    estate.do(request, "chase", by=DESK)
