"""What policy says about notices, shown by what arrives: where to, when, gathered, in whose language and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from estatectl.adapters.channels.carriers import EstateCarriers
from estatectl.adapters.policyfiles.reading import read_document
from estatectl.domain.bundle import Bundle
from estatectl.domain.notices.quiet import next_time
from estatectl.domain.stock.ledger import STREAM
from estatectl.usecases.delivery import about
from estatectl.usecases.delivery.outcomes import Sent
from estatectl.usecases.delivery.ports import DeliveryQuery
from estatectl.usecases.delivery.sending import deliver_waiting
from estatectl.usecases.delivery.views import outbox_state
from estatectl.usecases.house import House
from estatectl.usecases.nights.record import NIGHTS
from estatectl.usecases.opening import open_case
from estatectl.usecases.people import add_person
from estatectl.usecases.ports import Notice
from estatectl.usecases.roster import roster
from tests.cases.house import Estate, bundle, when
from tests.delivery.house import POLICY
from tests.delivery.servers import Endpoint
from tests.people.estate import row

SLEEPER = "shao_jing"  # no shift at night, unlike the deputy, who is on call
NIGHT, MORNING = "05-06 23:30", "05-07 07:00"
QUIET: Mapping[str, Any] = {"hours": ["22:00-07:00"], "passes": {"any": [{"urgency": "emergency"}, {"on_duty": True}]}}
GATE: Mapping[str, Any] = {"title": {"zh": "网关", "en": "Gateway"}, "carries": "group"}
EACH: Mapping[str, Any] = {"title": {"zh": "各人", "en": "Each"}, "carries": "person", "address": "phone"}


@dataclass
class Office:
    """An estate in memory under a policy of notices, with a gateway on this machine."""

    estate: Estate
    policies: Bundle
    carriers: EstateCarriers

    def house(self, by: str = "system") -> House:
        return replace(self.estate.house(by), bundle=self.policies)

    def send(self, at: str | None = None) -> Sent:
        if at is not None:
            self.estate.at(at)
        return deliver_waiting(self.house(), self.carriers)

    def tells(self, *people: str, text: str = "请到前台", case: str = "stock:x", at: str | None = None) -> None:
        """Queue a notice for each of some people, all at one instant and in the same words."""
        now = when(at) if at else self.estate.now
        with self.estate.journal.unit(now=now, policy="p") as unit:
            for person in people:
                unit.queue(_notice(case, person, text, now))

    def next_at(self) -> list[datetime]:
        return [each.next_at for each in self.estate.journal.deliveries(DeliveryQuery(states=("waiting",)))]


def _notice(case: str, person: str, text: str, at: datetime) -> Notice:
    return Notice(
        key=f"{case}/{at:%d%H%M}/{text}/{person}",
        case=case,
        to_post="cs_officer",
        to_person=person,
        template="low",
        text_zh=text,
        text_en=f"en {text}",
        queued_at=at,
    )


@pytest.fixture
def office(gate: Endpoint, tmp_path: Path) -> Any:
    def made(
        *,
        channel: Mapping[str, Any] = GATE,
        routes: Sequence[Mapping[str, Any]] = (),
        people: Mapping[str, Any] | None = None,
        posts: Mapping[str, Any] | None = None,
        url: str | None = None,
        **keys: Any,
    ) -> Office:
        channels = {"gate": dict(channel)}
        ways = [*routes, {"id": "rest", "to": ["gate"]}]
        text = yaml.safe_dump({**POLICY, "channels": channels, "routes": ways, **keys}, allow_unicode=True)
        node = read_document(text, "notices.yaml").node
        assert node is not None
        policies = Bundle.of("n1", {**bundle().documents, "notice": (node,)})
        assert [*policies.notices.routes]
        secrets = tmp_path / "secrets.yaml"
        told = {"channels": {"gate": url or gate.url()}, "people": people or {}, "posts": posts or {}}
        secrets.write_text(yaml.safe_dump(told), encoding="utf-8")
        secrets.chmod(0o600)
        return Office(Estate.founded(), policies, EstateCarriers(tmp_path, tmp_path / "outbox", {}))

    return made


def test_one_event_is_one_message_in_a_group_whomever_it_is_for(office: Any, gate: Endpoint) -> None:
    desk = office(channel={**GATE, "text": {"zh": "{text}→{to}", "en": "{text} to {to}"}, "language": "zh"})
    desk.tells("su_xiaoman", "he_jiayu")
    desk.tells("su_xiaoman", text="另一件事")
    assert len(desk.send().sent) == 3
    assert sorted(gate.texts) == ["另一件事→苏小满", "请到前台→苏小满、何佳雨"]


def test_somebody_told_through_two_posts_hears_once(office: Any, gate: Endpoint) -> None:
    desk = office(channel=EACH, people={"duo": {"phone": "13900000000"}}, url=gate.url("{phone}"))
    add_person(desk.house(), row(id="duo", name="双岗", posts="general_manager deputy_general_manager"))
    shift = {"person": "duo", "start": "2026-05-06T08:00", "end": "2026-05-06T17:00"}
    roster(desk.house(), [row(post=post, **shift) for post in ("general_manager", "deputy_general_manager")])
    told = {"content": "7栋地下室冒烟起火", "kind": "火情", "location": "7栋"}
    opened = open_case(desk.house("jiang_li"), "incident", told).case
    twice = [each for each in desk.estate.journal.stream(opened.id) if each.data.get("to_person") == "duo"]
    said = [(each.data["text_zh"], each.data["to_post"]) for each in twice]
    assert len({post for _, post in said}) == 2
    assert len({text for text, _ in said}) < len(said)
    desk.send()
    mine = [post.text for post in gate.posts if post.path == "/13900000000"]
    assert len(mine) == len(set(mine)) == len({text for text, _ in said})
    assert desk.estate.journal.deliveries(DeliveryQuery(states=("waiting",))) == ()


@pytest.mark.parametrize(
    ("language", "choice", "texts"),
    [
        ("zh", None, "请到前台"),
        ("en", None, "en 请到前台"),
        ("both", None, "请到前台\nen 请到前台"),
        ("zh", "en", "en 请到前台"),
    ],
)
def test_everybody_reads_the_language_they_chose_else_that_of_the_policy(
    office: Any, gate: Endpoint, language: str, choice: str | None, texts: str
) -> None:
    contact = {"phone": "1", **({"language": choice} if choice else {})}
    desk = office(channel=EACH, language=language, people={"su_xiaoman": contact}, url=gate.url("{phone}"))
    desk.tells("su_xiaoman")
    desk.send()
    assert gate.texts == [texts]


def test_who_has_no_address_is_reached_on_the_telephone_of_the_post(office: Any, gate: Endpoint) -> None:
    desk = office(channel=EACH, posts={"cs_officer": {"phone": "8001"}}, url=gate.url("{phone}"))
    desk.tells("su_xiaoman")
    desk.send()
    assert [post.path for post in gate.posts] == ["/8001"]


@pytest.mark.parametrize(
    ("at", "sent", "until"),
    [
        ("05-06 21:59:59", 1, None),
        ("05-06 22:00", 0, "05-07 07:00"),
        ("05-07 06:59:59", 0, "05-07 07:00"),
        ("05-07 07:00", 1, None),
    ],
)
def test_quiet_hours_begin_and_end_on_the_dot(
    office: Any, gate: Endpoint, at: str, sent: int, until: str | None
) -> None:
    desk = office(quiet=QUIET)
    desk.estate.at(at)
    desk.tells(SLEEPER)
    desk.send()
    assert len(gate.posts) == sent
    assert desk.next_at() == ([when(until)] if until else [])


def test_quiet_outside_a_calendar_and_in_a_year_that_it_does_not_know_nothing_is_held(
    office: Any, gate: Endpoint
) -> None:
    desk = office(quiet={"outside": "office", "passes": {"urgency": "emergency"}})
    desk.estate.at("05-08 18:00")  # a Friday evening
    desk.tells(SLEEPER)
    desk.send()
    assert gate.posts == []
    assert [at.astimezone(bundle().estate.zone).hour for at in desk.next_at()] == [9]
    desk.estate.at("2031-05-10 18:00")
    desk.tells(SLEEPER, text="x", at="2031-05-10 18:00")
    desk.send()
    assert len(gate.posts) == 2


def test_an_emergency_and_its_escalations_pass_quiet_hours_and_other_work_does_not(office: Any, gate: Endpoint) -> None:
    desk = office(quiet={**QUIET, "passes": {"urgency": "emergency"}})
    desk.estate.at(NIGHT)
    urgent = desk.estate.open("电梯困人")
    desk.estate.move(desk.estate.open("我家电灯不亮").id, "dispatch", by="su_xiaoman")
    desk.estate.later(minutes=6)
    desk.estate.tick()
    desk.send()
    cases = {post.text.split("\n")[0] for post in gate.posts}
    orders = set(desk.estate.orders(urgent).values())
    assert cases
    assert all(any(order in text for order in orders) for text in cases)
    assert any("尚无人确认" in text for text in cases)  # an escalation, minutes later
    assert desk.next_at() != []


def test_whoever_is_on_duty_hears_at_night_and_whoever_sleeps_in_the_morning(office: Any, gate: Endpoint) -> None:
    desk = office(quiet=QUIET)
    desk.estate.at(NIGHT)
    [guard, *_] = [s.person for s in desk.estate.journal.shifts(when(NIGHT), when(NIGHT)) if s.end > when(NIGHT)]
    desk.tells(guard, text="巡更")
    desk.tells(SLEEPER, text="明天的会")
    desk.send()
    assert gate.texts == ["巡更\nen 巡更"]
    desk.send(MORNING)
    assert len(gate.posts) == 2


def test_what_waited_for_the_morning_comes_in_one_message(office: Any, gate: Endpoint) -> None:
    desk = office(quiet=QUIET, language="zh")
    desk.estate.at(NIGHT)
    for text in ("一", "二", "三"):
        desk.tells(SLEEPER, text=text)
        desk.estate.later(minutes=1)
    desk.send()
    desk.send(MORNING)
    assert gate.texts == ["3 条通知：\n· 05-06 23:30 一\n· 05-06 23:31 二\n· 05-06 23:32 三"]


def test_a_failed_one_is_not_tried_again_while_it_is_quiet(office: Any, gate: Endpoint) -> None:
    desk = office(quiet=QUIET)
    gate.status = 500
    desk.tells(SLEEPER, at="05-06 21:55")
    desk.send("05-06 21:55")
    assert desk.next_at() == [when("05-06 21:56")]
    desk.send("05-06 21:56")
    assert desk.next_at() == [when("05-06 22:06").replace(day=7, hour=7, minute=0)]


def test_a_digest_goes_out_at_its_time_of_day_one_per_person(office: Any, gate: Endpoint) -> None:
    routes = [{"id": "later", "when": {"about": "stock"}, "to": ["gate"], "digest": ["08:30", "17:30"]}]
    people = {"su_xiaoman": {"phone": "1"}, "he_jiayu": {"phone": "2"}}
    desk = office(channel=EACH, routes=routes, language="en", people=people, url=gate.url("{phone}"))
    desk.tells("su_xiaoman", "he_jiayu", text="a", at="05-06 09:00")
    desk.tells("su_xiaoman", text="b", at="05-06 17:29")
    desk.send("05-06 17:29:59")
    assert gate.posts == []
    desk.send("05-06 17:30")
    assert sorted((post.path, post.text) for post in gate.posts) == [
        ("/1", "2 notices:\n· 05-06 09:00 en a\n· 05-06 17:29 en b"),
        ("/2", "en a"),
    ]


def test_a_message_holds_no_more_notices_than_its_channel_takes(office: Any, gate: Endpoint) -> None:
    routes = [{"id": "later", "when": {"about": "stock"}, "to": ["gate"], "digest": ["17:30"]}]
    desk = office(channel={**GATE, "at_most": 2}, routes=routes, language="zh")
    for text in "abc":
        desk.tells("su_xiaoman", text=text, at="05-06 09:00")
    desk.send("05-06 17:30")
    assert [text.split("\n")[0] for text in gate.texts] == ["2 条通知：", "c"]


def test_the_next_time_of_day_is_one_that_is_not_past() -> None:
    zone = bundle().estate.zone
    times = [8 * 3600, 17 * 3600]
    for at, due in (("05-06 08:00", "05-06 08:00"), ("05-06 08:00:01", "05-06 17:00"), ("05-06 17:01", "05-07 08:00")):
        assert next_time(times, when(at), zone) == when(due)


def test_streams_are_known_by_the_names_that_their_rooms_give_them() -> None:
    assert (about.STOCK, about.NIGHTS) == (STREAM, NIGHTS)


def test_words_of_ones_own_for_a_template(office: Any, gate: Endpoint) -> None:
    wording = [{"templates": ["low*"], "text": {"zh": "库存｜{id}｜{text}｜{time}", "en": "stock {text}"}}]
    desk = office(wording=wording, language="zh")
    desk.tells("su_xiaoman")
    desk.send()
    assert gate.texts == ["库存｜stock:x｜请到前台｜05-06 09:00"]


def test_the_state_of_the_outbox_tells_the_oldest_and_the_dead(office: Any, gate: Endpoint) -> None:
    desk = office()
    assert (outbox_state(desk.estate.journal).waiting, outbox_state(desk.estate.journal).oldest) == (0, None)
    gate.status = 500
    desk.tells("su_xiaoman", at="05-06 08:00")
    state = outbox_state(desk.estate.journal)
    assert (state.waiting, state.failing, state.oldest, state.dead) == (1, 0, when("05-06 08:00"), 0)
    for at in ("05-06 09:00", "05-06 09:01", "05-06 09:11"):
        desk.send(at)
    state = outbox_state(desk.estate.journal)
    assert (state.waiting, state.oldest, state.dead) == (0, None, 1)


def test_a_notice_whose_text_was_erased_is_told_to_nobody(office: Any, gate: Endpoint) -> None:
    desk = office(quiet=QUIET)
    desk.estate.at(NIGHT)
    desk.tells(SLEEPER, text="王女士家")
    desk.send()
    with desk.estate.journal.unit(now=desk.estate.now, policy="p") as unit:
        unit._database.run("UPDATE outbox SET text_zh = '', text_en = ''")
    desk.send(MORNING)
    assert gate.posts == []
    [row_] = desk.estate.journal.deliveries(DeliveryQuery())
    assert (row_.state, row_.error) == ("dropped", "erased")
