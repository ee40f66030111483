"""Real processes killed while they send, and two that send at once: nobody is told twice who could be told once."""

from __future__ import annotations

import os
import signal
from threading import Event

from tests.delivery.house import Office
from tests.delivery.servers import Endpoint, Post

LIGHT, BURST = "我家电灯不亮", "水管爆了"
DIE_NOTING = """
import os, signal
from estatectl.adapters.sqlite.unit import SqliteUnit
append = SqliteUnit.append
def die(self, draft, **more):
    if draft.kind == "delivered":
        os.kill(os.getpid(), signal.SIGKILL)
    return append(self, draft, **more)
SqliteUnit.append = die
"""


def test_killed_between_sending_and_noting_it_goes_out_once_more_under_the_same_key(
    office: Office, gate: Endpoint
) -> None:
    office.leads("gate", gate.url())
    office.opens(LIGHT)
    process = office.process("tick", at="09:01")
    gate.before = lambda _: os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert [each["state"] for each in office.letters()] == ["sending"]
    gate.before = None
    assert office.tick("09:02").document["delivered"] == 1
    assert office.tick("09:03").document["delivered"] == 0
    first, second = gate.posts
    assert (first.key, first.body) == (second.key, second.body)
    assert len(office.entries("delivered")) == len({each["notice"] for each in office.entries("delivered")})


def test_killed_while_sending_over_a_careful_channel_it_is_laid_before_a_person(office: Office, gate: Endpoint) -> None:
    office.leads("held", gate.url("held"))
    office.leads("gate", gate.url("gate"))
    office.opens(BURST)

    def kill(post: Post) -> None:
        if post.path == "/held":
            os.kill(process.pid, signal.SIGKILL)

    process = office.process("tick", at="09:00:30")
    gate.before = kill
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    gate.before = None
    office.tick("09:01")
    office.tick("09:02")
    [dead] = [each for each in office.letters("--state", "dead") if each["channel"] == "held"]
    assert dead["reason"] == "doubt"
    texts = [post.text for post in gate.posts]
    assert len(texts) == len(set(texts))
    assert "请问收件人" in office("outbox", "show", str(dead["id"]), lang="zh").out


def test_killed_between_writing_and_noting_the_outbox_file_holds_every_line_once(office: Office) -> None:
    before = len(office.lines())
    killed = office.process("tick", at="10:05", code=DIE_NOTING)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    written = len(office.lines())
    assert written > before
    assert office.tick("10:05").document["delivered"] > written - before
    keys = [line["key"] for line in office.lines()]
    assert len(keys) == len(set(keys)) > written
    noted = [each["notice"] for each in office.entries("delivered") if each["channel"] == "file"]
    assert sorted(noted) == sorted(keys)


def test_two_ticks_at_once_send_each_message_once(office: Office, gate: Endpoint) -> None:
    office.leads("gate", gate.url())
    office.opens(LIGHT)
    arrived, go_on = Event(), Event()

    def hold(post: Post) -> None:
        arrived.set()
        assert go_on.wait(120)

    gate.before = hold
    slow = office.process("tick", at="09:01")
    assert arrived.wait(120)
    quick = office.process("tick", at="09:01")
    quick.communicate()
    assert quick.returncode == 0
    assert len(gate.posts) == 1
    go_on.set()
    slow.communicate()
    assert slow.returncode == 0
    assert office.tick("09:02").document["delivered"] == 0
    assert (len(gate.posts), office.letters()) == (1, [])


def test_a_rebuild_gives_the_table_back_and_sends_nothing_twice(office: Office, gate: Endpoint) -> None:
    office.leads("gate", gate.url())
    office.opens(BURST)
    gate.status = 500
    office.tick("09:01")
    gate.status = 200
    office.opens(LIGHT)
    office.tick("09:01:30")
    [*waiting] = office.letters()
    assert office("outbox", "drop", str(waiting[0]["id"]), "--reason", "x").status == 0
    before, sent = office.table(), len(gate.posts)
    assert {"sent", "waiting", "dropped"} <= {str(row[5]) for row in before if isinstance(row[0], int)}
    assert office("journal", "rebuild").status == 0
    assert office.table() == before
    office.tick("09:01:40")
    assert len(gate.posts) == sent
