"""Questions reach people on terminals, and only there."""

from __future__ import annotations

import sys
from pathlib import Path

import pexpect
import pytest

from estatectl.cli.context import Session
from estatectl.cli.prompting import Question, ask_missing, confirmed
from estatectl.domain.problems import BadInput, Problem
from estatectl.domain.words import Words, same
from tests.cli.driving import environment

CHANNEL = Question(
    name="channel",
    flag="--channel",
    words=Words(zh="渠道", en="channel"),
    choices=(("phone", Words(zh="电话", en="phone")), ("visit", Words(zh="上门", en="visit"))),
)
CONTENT = Question(name="content", flag="--content", words=Words(zh="内容", en="content"))
NOTE = Question(name="note", flag="--note", words=Words(zh="备注", en="note"), required=False)
FLOOR = Question(
    name="floor",
    flag="--floor",
    words=Words(zh="楼层", en="floor"),
    judge=lambda text: None if text.isdecimal() else Problem("EST-400", same("digits only")),
)

SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from estatectl.cli.context import Session
from estatectl.cli.prompting import ask_missing
from tests.cli.test_prompting import CHANNEL, CONTENT, FLOOR, NOTE
print(sorted(ask_missing(Session(lang={lang!r}), {{"content": "x"}}, [CHANNEL, CONTENT, FLOOR, NOTE]).items()))
"""


def test_without_a_terminal_all_that_is_missing_is_refused_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        ask_missing(Session(no_input=True), {"channel": None, "note": None}, [CHANNEL, CONTENT, NOTE])
    assert [problem.code for problem in refused.value.problems] == ["EST-407", "EST-407"]
    assert "--channel" in refused.value.problems[0].words.en + refused.value.problems[1].words.en


def test_what_is_given_is_not_asked_for() -> None:
    assert ask_missing(Session(no_input=True), {"content": "漏水"}, [CONTENT, NOTE]) == {"content": "漏水"}


def test_a_yes_needs_its_option_where_nobody_can_be_asked() -> None:
    with pytest.raises(BadInput, match="EST-408") as refused:
        confirmed(Session(no_input=True), same("erase"), flag="--yes")
    assert refused.value.problems[0].hint is not None
    assert "--yes" in refused.value.problems[0].hint.en


@pytest.mark.parametrize(("lang", "prompt", "answer"), [("zh", "渠道", "电话"), ("en", "channel", "1")])
def test_a_terminal_is_asked_until_the_answer_will_do(lang: str, prompt: str, answer: str) -> None:
    script = SCRIPT.format(root=str(Path(__file__).parents[2]), lang=lang)
    child = pexpect.spawn(sys.executable, ["-c", script], env=environment(LC_ALL="C.UTF-8"), encoding="utf-8")
    child.expect(prompt)
    child.sendline("7")
    child.expect("输入序号" if lang == "zh" else "type its number")
    child.sendline(answer)
    child.expect("楼层" if lang == "zh" else "floor")
    child.sendline("x")
    child.expect("digits only")
    child.sendline("12")
    child.expect("备注" if lang == "zh" else "note")
    child.sendline("")
    child.expect_exact("[('channel', 'phone'), ('content', 'x'), ('floor', '12')]")
    child.expect(pexpect.EOF)
