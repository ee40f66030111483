"""Robots of groups: what WeCom, DingTalk and Feishu are sent, and that a refusal with a status of 200 is a refusal.

Apprise knows where those services are; their addresses alone are turned to a server of our own.
"""

from __future__ import annotations

from typing import Any

import pytest

from estatectl.adapters.channels.apprise_carrier import open_channel
from estatectl.domain.notices.message import Message
from estatectl.domain.notices.notice import Carries, Channel
from estatectl.domain.problems import BadInput, Place
from estatectl.domain.words import same
from estatectl.usecases.delivery.ports import Undelivered
from tests.delivery.servers import Endpoint

CHANNEL = Channel(id="group", title=same("g"), carries=Carries.GROUP, place=Place("notices.yaml", 1))
MESSAGE = Message(key="k", address=None, subject="主题", body="电梯困人 & <b>", notices=())
TOKEN = "abcdefghijklmnopqrstuvwxyz012345"
WECOM = {"msgtype": "text", "text": {"content": "主题\r\n电梯困人 & <b>"}}
ROBOTS: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "wecombot": (f"wecombot://{TOKEN}", f"/wecom/{TOKEN}", WECOM, "errcode"),
    "dingtalk": (f"dingtalk://{TOKEN}", f"/ding/{TOKEN}", {"msgtype": "text"}, "errcode"),
    "feishu": (f"feishu://{TOKEN}", f"/feishu/{TOKEN}", {"msg_type": "text"}, "code"),
}


@pytest.fixture
def robots(gate: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Endpoint:
    from apprise.plugins.dingtalk import NotifyDingTalk
    from apprise.plugins.feishu import NotifyFeishu
    from apprise.plugins.wecombot import NotifyWeComBot

    here = f"http://127.0.0.1:{gate.port}"
    monkeypatch.setattr(NotifyWeComBot, "notify_url", here + "/wecom/{key}")
    monkeypatch.setattr(NotifyDingTalk, "notify_url", here + "/ding/{token}")
    monkeypatch.setattr(NotifyFeishu, "notify_url", here + "/feishu/{token}")
    return gate


@pytest.mark.parametrize("robot", ROBOTS)
def test_a_robot_is_sent_the_text_in_its_own_form(robots: Endpoint, robot: str) -> None:
    url, path, form, verdict = ROBOTS[robot]
    robots.answer = {verdict: 0}
    open_channel(CHANNEL, url).carry((MESSAGE,))
    [post] = robots.posts
    assert post.path == path
    assert {name: post.body[name] for name in form} == form
    assert "电梯困人 & <b>" in str(post.body)


@pytest.mark.parametrize("robot", ROBOTS)
def test_a_refusal_in_the_body_is_a_refusal(robots: Endpoint, robot: str) -> None:
    url, _, _, verdict = ROBOTS[robot]
    robots.answer = {verdict: 93000, "errmsg": f"invalid key {TOKEN}"}
    with pytest.raises(Undelivered) as failure:
        open_channel(CHANNEL, url).carry((MESSAGE,))
    assert failure.value.reason == "answer:93000"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (None, "EST-612"),
        ("", "EST-612"),
        ("nonsense", "EST-614"),
        ("quatsch://x", "EST-614"),
        ("wecombot://", "EST-614"),
    ],
)
def test_an_address_that_is_none_is_refused_without_being_shown(url: str | None, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        open_channel(CHANNEL, url)
    assert [each.code for each in refused.value.problems] == [code]
    assert not url or url not in str(refused.value)


def test_a_channel_to_persons_needs_room_for_their_address() -> None:
    channel = Channel(id="sms", title=same("s"), carries=Carries.PERSON, address="phone", place=Place("n.yaml", 1))
    with pytest.raises(BadInput) as refused:
        open_channel(channel, "json://127.0.0.1/")
    assert [each.code for each in refused.value.problems] == ["EST-614"]


def test_an_address_of_a_person_cannot_change_where_the_channel_leads(gate: Endpoint) -> None:
    channel = Channel(id="sms", title=same("s"), carries=Carries.PERSON, address="phone", place=Place("n.yaml", 1))
    message: Any = Message(key="k", address="1?:x=y&../../z@evil", subject="", body="b", notices=())
    open_channel(channel, f"{gate.url()}?:to={{phone}}").carry((message,))
    [post] = gate.posts
    assert (post.path, post.body["to"]) == ("/", "1?:x=y&../../z@evil")
