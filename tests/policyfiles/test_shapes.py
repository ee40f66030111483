"""The words for faults of shape, on small schemas of their own."""

from __future__ import annotations

from typing import Any

import pytest

from estatectl.adapters.policyfiles import keywords
from estatectl.adapters.policyfiles.shapes import Misfit, explain
from estatectl.domain.problems import Place, Problem


def _problem(schema: dict[str, Any], value: Any, written: str = "") -> Problem:
    error = next(keywords._Validator(schema, format_checker=keywords._FORMATS).iter_errors(value))
    return explain(Misfit(error, "size", Place("x.yaml", 1), written))


@pytest.mark.parametrize(
    ("schema", "value", "code", "said"),
    [
        ({"maxItems": 1}, [1, 2], "EST-214", "size: at most 1 allowed"),
        ({"minimum": 1}, 0, "EST-215", "size: 0 is too small; at least 1"),
        ({"exclusiveMaximum": 9}, 9, "EST-215", "size: 9 is too large; less than 9"),
        ({"multipleOf": 5}, 7, "EST-215", "size: 7 is not a multiple of 5"),
        ({"const": "a"}, "b", "EST-207", "size: 'b' is not allowed"),
        ({"contains": {"const": 1}}, [2], "EST-218", "size: this does not fit the form of its kind"),
        ({"not": {}}, 1, "EST-217", "size: this is not allowed here"),
        ({"type": "integer"}, "x", "EST-205", "size: a whole number is wanted, not text"),
        ({"type": ["array", "object"]}, "x", "EST-205", "size: a list or a mapping is wanted, not text"),
        ({"type": "string"}, True, "EST-206", "size: text is wanted, and true is a flag"),
        ({"pattern": "^a"}, "b", "EST-208", "size: 'b' is not written as it should be"),
        ({"format": "date-time"}, "junk", "EST-208", "size: 'junk' is not written as it should be"),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, "EST-204", "size: 'b' is missing"),
        (
            {"properties": {"a": {}}, "allOf": [{"properties": {"b": {}}}], "unevaluatedProperties": False},
            {"c": 1},
            "EST-203",
            "size: there is no key 'c' here",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_keyword_is_told_in_plain_words(schema: dict[str, Any], value: Any, code: str, said: str) -> None:
    problem = _problem(schema, value, "true")
    assert (problem.code, problem.words.en) == (code, said)
    assert problem.words.zh != problem.words.en


def test_of_alternatives_the_nearest_is_blamed() -> None:
    schema = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["zh"]}]}
    from estatectl.adapters.policyfiles.checking import _leaves

    leaves = list(_leaves(keywords._Validator(schema).iter_errors({"en": "x"})))
    assert [leaf.message for leaf in leaves] == ["zh"]


def test_a_length_that_the_schema_lets_through_is_still_refused() -> None:
    """EST-339 is said of lengths typed by hand; policies meet EST-210 first."""
    from estatectl.domain.durations import read_duration

    problems: list[Problem] = []
    read_duration("2 hours", None, problems)
    assert [problem.code for problem in problems] == ["EST-339"]
