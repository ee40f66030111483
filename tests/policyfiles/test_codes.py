"""Error codes: what the program raises, what the book explains and what the examples show are the same codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import estatectl
from estatectl.adapters.policyfiles.codes import code_book
from estatectl.domain.problems import BadInput
from estatectl.usecases.policies import explanation
from tests.policyfiles.examples import INVALID

_CODE = re.compile(r"EST-[0-9]{3}")
_SHOWN_ELSEWHERE = {
    "EST-101": "test_folders.py",
    "EST-103": "test_reading.py",
    "EST-126": "test_reading.py",
    "EST-128": "test_folders.py",
    "EST-130": "test_folders.py",
    "EST-131": "test_folders.py",
    "EST-302": "test_folders.py",
    "EST-306": "../demo/test_scenarios.py",
    "EST-307": "../demo/test_scenarios.py",
    "EST-217": "test_shapes.py",
    "EST-218": "test_shapes.py",
    "EST-339": "test_shapes.py",
    "EST-341": "../time/test_escalation.py",
}
"""Codes that a document laid over the valid ones cannot show, and the test that shows each."""

_OF_ANSWERS = {"EST-371", "EST-372", "EST-373", "EST-374"}
"""Said to staff who fill in a checklist, not to those who write one."""


def _raised() -> Iterator[str]:
    for path in Path(estatectl.__file__).parent.rglob("*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from re.findall(r"[\"'](EST-[0-9]{3})[\"']", line)


def test_every_code_that_is_raised_is_explained() -> None:
    assert sorted(set(_raised()) - set(code_book())) == []


def test_every_code_that_is_explained_is_raised() -> None:
    assert sorted(set(code_book()) - set(_raised())) == []


def test_every_code_of_policies_has_an_example() -> None:
    shown = {code for path in INVALID.rglob("*.expected") for code in _CODE.findall(path.read_text(encoding="utf-8"))}
    folder = Path(__file__).parent
    for code, test in _SHOWN_ELSEWHERE.items():
        assert code in (folder / test).read_text(encoding="utf-8")
    policy_codes = (
        {
            code
            for code in code_book()
            if code < "EST-400" or "EST-800" < code < "EST-850" or "EST-899" < code < "EST-950"
        }
        - _OF_ANSWERS
        - set(_SHOWN_ELSEWHERE)
    )
    assert sorted(policy_codes - shown) == []


def test_codes_stand_in_order_in_the_file_of_their_hundred() -> None:
    codes = list(code_book())
    assert codes == sorted(codes)


def test_every_explanation_is_written_in_both_languages() -> None:
    for each in code_book().values():
        for words in (each.title, each.meaning, each.mend):
            assert re.search(r"[一-龥]", words.zh) or words is each.mend, each.code
            assert words.zh.strip(), each.code
            assert re.search(r"[A-Za-z0-9]{3}", words.en), each.code


@pytest.mark.parametrize("typed", ["EST-112", "est-112", "112", "EST112", " Est 112 "])
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert explanation(code_book(), typed).code == "EST-112"


def test_an_unknown_code_names_the_closest_one() -> None:
    with pytest.raises(BadInput) as caught:
        explanation(code_book(), "EST-1122")
    assert caught.value.problems[0].code == "EST-442"
    assert caught.value.problems[0].hint is not None
    assert "EST-122" in caught.value.problems[0].hint.en
