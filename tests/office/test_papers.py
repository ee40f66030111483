"""Documents in and out, changes of rules, major matters, events: who may pass, sign, approve; what must be there."""

from __future__ import annotations

import pytest

from estatectl.usecases.registers.entering import add_line
from tests.office.house import (
    ADMIN,
    ADMIN_HEAD,
    CLEANER,
    DEPUTY,
    DESK,
    GENERAL,
    MAINTENANCE_HEAD,
    OTHER_ADMIN,
    PAPER,
    TECHNICIAN,
    Office,
)

LETTER = {"content": "关于电梯年检的通知", "from_body": "市场监管所"}
PASSED = {"handler": MAINTENANCE_HEAD, "department": "maintenance", "instruction": "按时送检", "due": "2026-11-20"}
FILED = {"archive_number": "2026-11-03", "keep": "10年", "shelf": "2 柜 3 层"}


def test_an_incoming_document_to_the_archive(office: Office) -> None:
    assert office.done("document_in open", by=ADMIN, **LETTER, level="内部") == "received"
    assert office.told("DI-1") == [ADMIN_HEAD]
    assert office.refused("document_in pass_on DI-1", by=ADMIN, **PASSED) == ["EST-421"]
    assert office.done("document_in pass_on DI-1", by=ADMIN_HEAD, **PASSED) == "acting"
    assert office.clock("DI-1", "act")["due"] == "11-21 00:00"
    assert office.refused("document_in report DI-1", by=TECHNICIAN, result="已送检") == ["EST-421"]
    assert office.done("document_in report DI-1", by=MAINTENANCE_HEAD, result="已送检") == "to_archive"
    assert office.refused("document_in archive DI-1", by=ADMIN, **{**FILED, "keep": "5年"}) == ["EST-451"]
    assert office.done("document_in archive DI-1", by=ADMIN, **FILED) == "archived"


def test_a_confidential_document_is_the_deputy_s_to_pass_on(office: Office) -> None:
    office.done("document_in open", by=ADMIN, **LETTER, level="机密")
    assert office.told("DI-1") == [DEPUTY]
    assert office.refused("document_in pass_on DI-1", by=ADMIN_HEAD, **PASSED) == ["EST-426"]
    assert office.refused("document_in clear DI-1", by=ADMIN_HEAD, **PASSED) == ["EST-421"]
    assert office.done("document_in clear DI-1", by=DEPUTY, **PASSED) == "acting"
    notice = office.estate.entries("DI-1", "notified")[-1]
    assert "电梯" not in str(notice.data["text_zh"])  # its title is not spread by notices


def drafted(office: Office, important: str, *, by: str = ADMIN) -> None:
    paper = {"content": "致业主的一封信", "to_body": "全体业主", "level": "公开", "draft": PAPER}
    office.done("document_out open", by=by, **paper, important=important)


def test_an_outgoing_document_to_the_archive(office: Office) -> None:
    drafted(office, "no")
    assert office.done("document_out send_back DO-1", by=ADMIN_HEAD, reason="语气太硬") == "drafted"
    office.done("document_out revise DO-1", by=ADMIN, draft=PAPER)
    assert office.done("document_out review DO-1", by=ADMIN_HEAD) == "to_sign"
    assert office.refused("document_out sign DO-1", by=ADMIN_HEAD) == ["EST-421", "EST-422"]
    assert office.done("document_out sign DO-1", by=DEPUTY) == "to_seal"
    assert office.refused("document_out seal DO-1", by=ADMIN, number="兰亭〔2026〕12 号") == ["EST-450"]  # which entry?
    sealed = {"number": "兰亭〔2026〕12 号", "seal_entry": "SEAL-1"}
    assert office.refused("document_out seal DO-1", by=ADMIN, **sealed) == ["EST-952"]  # there is no such entry
    use = {"seal": "公章", "what": "致业主的一封信", "times": "1", "user": ADMIN, "approved_by": DEPUTY}
    house = office.estate.house(ADMIN)
    add_line(house, house.bundle.registers["seals"], use)
    office.done("document_out seal DO-1", by=ADMIN, **sealed)
    assert office.done("document_out send DO-1", by=ADMIN, sent_by="张贴公告", receipt=PAPER) == "to_archive"
    assert office.done("document_out archive DO-1", by=ADMIN, **FILED) == "archived"


def test_what_goes_out_in_the_company_s_name_is_the_general_manager_s_to_sign(office: Office) -> None:
    drafted(office, "yes")
    office.done("document_out review DO-1", by=ADMIN_HEAD)
    assert office.told("DO-1")[-1] == GENERAL
    assert office.refused("document_out sign DO-1", by=DEPUTY) == ["EST-426"]
    assert office.refused("document_out sign_for_company DO-1", by=DEPUTY) == ["EST-421"]
    assert office.done("document_out sign_for_company DO-1", by=GENERAL) == "to_seal"


# Rules.

RULE = {"content": "急修到场由 15 分钟改为 12 分钟", "rule": "decisions/targets.yaml", "why": "实测可行"}
REVIEWED = {"opinion": "同意", "text": PAPER}


def test_a_rule_changes_by_other_hands_than_proposed_it_and_everybody_hears(office: Office) -> None:
    assert office.done("rule_change open", by=TECHNICIAN, **RULE) == "proposed"
    unsound = "rule_change review RU-1 * sound=no"
    assert office.refused(unsound, by=ADMIN_HEAD, **REVIEWED) == ["EST-374", "EST-458"]
    assert office.done("rule_change review RU-1 *", by=ADMIN_HEAD, **REVIEWED) == "reviewed"
    assert office.refused("rule_change approve RU-1", by=ADMIN_HEAD) == ["EST-421", "EST-422"]
    assert office.done("rule_change approve RU-1", by=DEPUTY) == "approved"
    published = {"version": "2026.12", "digest": "2a3d8408fe7e", "effective": "2026-12-01"}
    assert office.refused("rule_change publish RU-1", by=ADMIN, version="2026.12", effective="2026-12-01") == [
        "EST-450"
    ]
    assert office.done("rule_change publish RU-1", by=ADMIN, **published) == "published"
    assert {CLEANER, DESK, TECHNICIAN, GENERAL} <= set(office.told("RU-1"))
    assert office.refused("rule_change check RU-1", by=DEPUTY, followed="partly") == ["EST-450"]  # what is missing?
    assert office.done("rule_change check RU-1", by=DEPUTY, followed="partly", note="夜班未知") == "published"
    assert office.clock("RU-1", "look_again")["run"] == 2
    assert office.done("rule_change check RU-1", by=DEPUTY, followed="fully") == "settled"
    assert office.clock("RU-1", "look_again")["run"] == 2  # nobody need look again at what is followed


def test_a_proposal_of_the_manager_is_reviewed_by_somebody_else(office: Office) -> None:
    office.done("rule_change open", by=ADMIN_HEAD, **RULE)
    assert office.refused("rule_change review RU-1 *", by=ADMIN_HEAD, **REVIEWED) == ["EST-422"]
    office.done("rule_change review RU-1 *", by=DEPUTY, **REVIEWED)
    assert office.refused("rule_change approve RU-1", by=DEPUTY) == ["EST-422"]
    assert office.done("rule_change approve RU-1", by=GENERAL) == "approved"


# Major matters.

BUDGET = {
    "content": "2027 年度预算",
    "kind": "budget",
    "department": "administration",
    "why": "见测算",
    "papers": PAPER,
}


def test_a_budget_is_the_general_manager_s_to_decide_and_to_judge(office: Office) -> None:
    assert office.refused("decision open", by=ADMIN_HEAD, **BUDGET) == ["EST-450"]  # a budget has an amount
    assert office.done("decision open", by=ADMIN_HEAD, **BUDGET, amount="2800000") == "proposed"
    assert office.refused("decision review D-1", by=ADMIN_HEAD, opinion="同意") == ["EST-421", "EST-422"]
    assert office.done("decision review D-1", by=DEPUTY, opinion="同意") == "to_decide"
    given = {"handler": ADMIN_HEAD, "due": "2027-12-31"}
    assert office.refused("decision approve D-1", by=DEPUTY, **given) == ["EST-421"]
    assert office.done("decision approve D-1", by=GENERAL, **given) == "carrying_out"
    report = {"result": "执行率 97%", "evidence": PAPER}
    assert office.refused("decision report D-1", by=ADMIN_HEAD, **report) == ["EST-450"]  # what was spent?
    assert office.done("decision report D-1", by=ADMIN_HEAD, **report, spent="2716000") == "to_judge"
    assert office.done("decision again D-1", by=GENERAL, due="2028-01-31", reason="缺决算") == "carrying_out"
    office.done("decision report D-1", by=ADMIN_HEAD, **report, spent="2716000")
    assert office.refused("decision conclude D-1", by=DEPUTY) == ["EST-421"]
    assert office.done("decision conclude D-1", by=GENERAL) == "settled"


def test_what_the_deputy_proposes_the_general_manager_reviews(office: Office) -> None:
    strategy = {**BUDGET, "kind": "strategy"}
    office.done("decision open", by=DEPUTY, **strategy)
    assert office.refused("decision review D-1", by=DEPUTY, opinion="同意") == ["EST-422"]
    assert office.done("decision review D-1", by=GENERAL, opinion="可行") == "to_decide"


# Events.

PARTY = {"content": "中秋游园", "kind": "业主活动", "starts": "2026-11-21T15:00", "venue": "中心花园", "budget": "8000"}


@pytest.mark.parametrize(("people", "codes"), [("999", []), ("1000", ["EST-426"])])
def test_a_thousand_people_need_a_permit(office: Office, people: str, codes: list[str]) -> None:
    office.done("event open", by=DESK, **PARTY, people=people, handler=OTHER_ADMIN)
    assert office.refused("event approve E-1", by=DESK) == ["EST-421", "EST-422"]
    assert office.done("event approve E-1", by=ADMIN_HEAD) == "preparing"
    if codes:
        assert office.refused("event prepare E-1 *", by=OTHER_ADMIN) == codes
        office.done("event permit_given E-1", by=OTHER_ADMIN, permit=PAPER)
    assert office.done("event prepare E-1 *", by=OTHER_ADMIN) == "ready"


def test_an_event_that_is_not_ready_when_it_begins_is_late(office: Office) -> None:
    office.done("event open", by=DESK, **PARTY, people="200", handler=OTHER_ADMIN)
    office.done("event approve E-1", by=ADMIN_HEAD)
    exits = "event prepare E-1 * exits=no"
    assert office.refused(exits, by=OTHER_ADMIN) == ["EST-374", "EST-458"]
    office.at("11-21 15:00")
    assert office.clock("E-1", "prepare_event")["verdict"] == "running"
    office.at("11-21 15:00:01")
    assert office.clock("E-1", "prepare_event")["verdict"] == "breached"
    office.done("event prepare E-1 *", by=OTHER_ADMIN)
    assert office.done("event hold E-1", by=OTHER_ADMIN, came="180") == "held"
    summed_up = {"result": "顺利", "spent": "7650.5", "photo": PAPER}
    back = "event close E-1 * materials_back=no"
    assert office.refused(back, by=OTHER_ADMIN, **summed_up) == ["EST-374", "EST-458"]
    assert office.done("event close E-1 *", by=OTHER_ADMIN, **summed_up) == "closed"
