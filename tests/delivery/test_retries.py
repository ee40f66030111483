"""Servers that fail and recover: back-off by the clock, dead letters, and what a person decides about them."""

from __future__ import annotations

import pytest

from tests.delivery.house import Office
from tests.delivery.servers import Endpoint, Mailbox, free_port

LIGHT, BURST, LIFT = "我家电灯不亮", "水管爆了", "电梯困人"


def test_what_a_server_refuses_is_tried_again_at_the_minute_that_policy_says(office: Office, gate: Endpoint) -> None:
    office.leads("gate", gate.url())
    office.opens(LIGHT)
    assert gate.posts == []  # a staff command waits for no network
    gate.status = 500
    answer = office.tick("09:00:30")
    first = len(gate.posts)
    assert (answer.status, answer.document["failed"]) == (4, first)
    assert {(each["attempts"], each["reason"]) for each in office.letters()} == {(1, "http:500")}
    gate.status = 200
    assert office.tick("09:01:29").document["delivered"] == 0  # one second early
    assert len(gate.posts) == first > 0
    assert office.tick("09:01:30").document["delivered"] == first  # on the dot
    assert office.letters() == []
    assert [post.key for post in gate.posts[first:]] == [post.key for post in gate.posts[:first]]
    assert {each["attempts"] for each in office.entries("delivered") if each["channel"] == "gate"} == {2}


def test_after_the_last_attempt_it_is_a_dead_letter_until_somebody_has_it_sent_again(
    office: Office, gate: Endpoint
) -> None:
    office.leads("gate", gate.url())
    office.opens(LIGHT)
    gate.status = 503
    for at, failed, dead in (("09:01", 1, 0), ("09:02", 1, 0), ("09:12", 0, 1), ("09:25", 0, 0)):
        answer = office.tick(at)
        assert (answer.document["failed"], answer.document["dead"]) == (failed, dead)
        assert answer.status == (4 if failed or dead else 0)
    [letter] = office.letters("--state", "dead")
    assert (letter["attempts"], letter["reason"]) == (3, "http:503")
    assert [each["reason"] for each in office.entries("dead")] == ["http:503"]
    shown = office("outbox", "list", lang="zh").out
    for said in ("死信", "对方答复 HTTP 503", "outbox retry"):
        assert said in shown
    gate.status = 200
    again = office("outbox", "retry", str(letter["id"]), "--format", "json").document["letter"]
    assert (again["state"], again["attempts"], again["reason"]) == ("waiting", 0, None)
    assert office.tick("09:26").document["delivered"] == 1
    assert (len(gate.posts), office.letters()) == (4, [])
    refused = office("outbox", "retry", "--all")
    assert (refused.status, refused.codes) == (2, ["EST-616"])


def test_what_need_not_be_told_any_more_is_dropped_with_a_reason(office: Office, gate: Endpoint) -> None:
    office.opens(LIGHT)
    [waiting] = office.letters()
    number = str(waiting["id"])
    for reason, codes in ((" ", ["EST-617"]), ("已当面告知", [])):
        assert office("outbox", "drop", number, "--reason", reason).codes == codes
    assert office("outbox", "show", f"#{number}", "--format", "json").document["letter"]["state"] == "dropped"
    assert office("outbox", "drop", number, "--reason", "again").codes == ["EST-616"]
    [entry] = office.entries("dropped")
    assert (entry["channel"], entry["words"]) == ("gate", "已当面告知")
    office.leads("gate", gate.url())
    assert office.tick("09:01").status == 0
    assert gate.posts == []


@pytest.mark.parametrize("typed", ["99999", "x", "²", "1.5"])
def test_a_number_that_is_not_there_is_refused(office: Office, typed: str) -> None:
    for words in (("show",), ("retry",), ("drop", "--reason", "x")):
        told = office("outbox", *words, typed)
        assert (told.status, told.codes) == (2, ["EST-615"])


def test_a_channel_without_a_secret_keeps_its_notices_and_says_so_every_time(office: Office, gate: Endpoint) -> None:
    office.opens(LIGHT)
    for at in ("09:01", "09:20"):
        answer = office.tick(at)
        assert answer.status == 4
        assert [each["code"] for each in answer.document["problems"]] == ["EST-612"]
    assert {(each["state"], each["attempts"]) for each in office.letters()} == {("waiting", 0)}
    unusable = office("outbox", "channels", "--format", "json")
    assert (unusable.status, [each["usable"] for each in unusable.document["channels"]]) == (1, [True, *([False] * 3)])
    office.leads("gate", gate.url())
    assert office.tick("09:21").status == 0
    assert len(gate.posts) == 1


def test_mail_to_a_server_that_is_not_there_then_busy_then_well(office: Office, post_office: Mailbox) -> None:
    office.secrets(people={"lei_zhengang": {"mail": "lei@example.com"}})
    url = "mailto://127.0.0.1:{port}?from=estate@example.com&to={{mail}}&mode=insecure"
    office.leads("gate", "json://127.0.0.1:1/")
    office.opens(LIFT)
    mails = sum(each["channel"] == "mail" for each in office.letters())
    office.leads("mail", url.format(port=free_port()))
    office.tick("09:01")
    reasons = {(each["channel"], each["reason"]) for each in office.letters()}
    assert reasons == {("mail", "failed"), ("gate", "unreachable")}
    office.leads("mail", url.format(port=post_office.port))
    post_office.refusal = "451 try later"
    office.tick("09:02")
    assert {each["attempts"] for each in office.letters() if each["channel"] == "mail"} == {2}
    assert post_office.mails == []
    post_office.refusal = None
    office.tick("09:12")
    assert [each["to_person"] for each in office.letters() if each["to_person"] == "lei_zhengang"] == []
    assert post_office.to[:mails] == [["lei@example.com"]] * mails
    first = post_office.mails[0]
    assert "W-2" in str(first["subject"])
    assert first.get_content_type() == "text/plain"
    lines = first.get_content().splitlines()
    assert lines == ["新工单 W-2（紧急）：电梯困人", "New order W-2 (emergency): 电梯困人"]
    assert len({mail["x-estatectl-key"] for mail in post_office.mails[:mails]}) == mails > 1


def test_a_receiver_without_an_address_is_a_dead_letter_at_once(office: Office, gate: Endpoint) -> None:
    office.leads("gate", gate.url())
    office.leads("mail", "mailto://127.0.0.1:9?from=estate@example.com&to={mail}")
    office.opens(LIFT)
    assert office.tick("09:01").document["dead"] > 0
    dead = office.letters("--state", "dead")
    assert {(each["to_person"], each["reason"]) for each in dead} == {("lei_zhengang", "no_address")}
