"""What callers say, in the words of no particular caller, and what the default policies make of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.triage.conftest import Desk

LINES = [
    tuple(part.strip() for part in line.split("|"))
    for line in (Path(__file__).parent / "phrases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("text", "kind", "urgency", "department"), LINES, ids=[line[0] for line in LINES])
def test_a_phrase_is_classified(desk: Desk, text: str, kind: str, urgency: str, department: str) -> None:
    result = desk.triage(text)
    told = {
        "type": result.type in kind.split("/"),
        "urgency": result.urgency in urgency.split("/"),
        "department": result.department in department.split("/"),
    }
    assert all(told.values()), (
        result.type,
        result.urgency,
        result.department,
        [f.concept for f in result.understanding.found],
    )


NOT_EMERGENCIES = [
    "电梯紧急呼叫按钮有什么用",
    "没有漏水，只是墙面有点旧",
    "如果着火了，我们往哪里跑",
    "下周消防演练是几点",
    "热水袋是不是可以放在大堂",
    "楼上打架子鼓",
    "去年水管爆过一次，现在没事",
    "这个不急，顺路看看就行",
    "小区门口的火锅店什么时候开",
    "The gas bill is too high",
    "No leak, just asking about the water bill",
    "When is the next fire drill?",
    "My emergency contact has changed",
    "not urgent, a light bulb in the hall",
    "There are no flames in the pilot light of the boiler",
]


@pytest.mark.parametrize("text", NOT_EMERGENCIES)
def test_no_emergency_is_cried(desk: Desk, text: str) -> None:
    assert desk.triage(text).urgency != "emergency"
