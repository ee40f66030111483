"""A night as machines read it: JUnit, SARIF and Prometheus; nothing that is not satisfied ever looks like a pass."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.words import Lang, same
from estatectl.render.nights.junit import clean, night_junit
from estatectl.render.nights.prometheus import night_prometheus
from estatectl.render.nights.sarif import night_sarif
from estatectl.render.reports.formats import NIGHT_FORMATS
from tests.cases.house import bundle
from tests.reports.nights import ARRIVE, NIGHT, QUIET, UNPROVEN, VIOLATED, WAIVED, counts
from tests.reports.sample import NASTY

SAMPLE = re.compile(r'^[a-z_]+\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*\} -?\d+$')
PLAIN = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"properties": {"level": {"enum": ["none", "note", "warning", "error"]}}}
RESULT = {
    "type": "object",
    "required": ["ruleId", "message"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "kind": {"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "baselineState": {"enum": ["new", "unchanged", "updated", "absent"]},
        "message": PLAIN,
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "properties": {"type": "object"},
        "suppressions": {
            "type": "array",
            "items": {
                "required": ["kind"],
                "additionalProperties": False,
                "properties": {
                    "kind": {"enum": ["inSource", "external"]},
                    "status": {"enum": ["accepted", "underReview", "rejected"]},
                    "justification": {"type": "string"},
                },
            },
        },
        "locations": {
            "type": "array",
            "items": {
                "additionalProperties": False,
                "properties": {
                    "physicalLocation": {
                        "required": ["artifactLocation"],
                        "additionalProperties": False,
                        "properties": {
                            "artifactLocation": {"properties": {"uri": {"pattern": r"^[A-Za-z0-9._~/%-]+$"}}},
                            "region": {
                                "properties": {
                                    "startLine": {"type": "integer", "minimum": 1},
                                    "startColumn": {"type": "integer", "minimum": 1},
                                }
                            },
                        },
                    },
                    "logicalLocations": {
                        "items": {
                            "required": ["name", "fullyQualifiedName", "kind"],
                            "additionalProperties": False,
                            "properties": {"name": {}, "fullyQualifiedName": {}, "kind": {"type": "string"}},
                        }
                    },
                },
            },
        },
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "language": {"pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": PLAIN,
                                                "fullDescription": PLAIN,
                                                "help": PLAIN,
                                                "defaultConfiguration": {
                                                    "properties": {"level": {"enum": ["note", "warning", "error"]}}
                                                },
                                                "properties": {"type": "object"},
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "automationDetails": {"properties": {"id": {"type": "string"}}},
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "invocations": {"items": {"required": ["executionSuccessful"]}},
                    "results": {"type": "array", "items": RESULT},
                    "properties": {"type": "object"},
                },
            },
        },
    },
}
"""What of SARIF 2.1.0's published schema concerns the parts that a night uses."""


def junit(lang: Lang = "en") -> ElementTree.Element:
    return ElementTree.fromstring(night_junit(NIGHT, bundle(), lang))


def sarif(lang: Lang = "en") -> Any:
    return json.loads(night_sarif(NIGHT, bundle(), lang))


def test_a_control_is_a_suite_and_what_it_judged_are_its_tests() -> None:
    suites = {(suite.attrib["name"] or "").partition(":")[0]: suite for suite in junit()}
    assert list(suites) == ["arrive", "keys", "lifts", "pool"]
    names = [case.attrib["name"] for case in suites["arrive"].iter("testcase")]
    assert names[0].startswith("O-12/arrive/1 <script>")
    assert names[1:] == ["O-14/arrive/1 a job", "the other 33: satisfied"]
    for suite in suites.values():
        said = {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}
        cases = list(suite.iter("testcase"))
        kinds = ("failure", "error", "skipped")
        assert said["tests"] == len(cases)
        assert [said["failures"], said["errors"], said["skipped"]] == [
            sum(case.find(kind) is not None for case in cases) for kind in kinds
        ]


def test_only_what_is_satisfied_passes() -> None:
    passed = [(case.attrib["classname"], case.attrib["name"]) for case in junit().iter("testcase") if len(case) == 0]
    assert passed == [("arrive", "the other 33: satisfied"), ("keys", "the other 5: satisfied")]
    assert {name: junit().attrib[name] for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "7",
        "failures": "2",
        "errors": "1",
        "skipped": "2",
    }


def test_what_is_unproven_says_what_is_not_known_and_what_is_waived_says_why() -> None:
    root = junit()
    error = root.find(".//error")
    assert error is not None
    assert error.attrib["message"] == "unproven, not known: score, done"
    assert "what to do: find out why" in (error.text or "")
    skipped = [each.attrib["message"] for each in root.iter("skipped")]
    assert skipped == ["being overhauled", "not the same as satisfied"]


@given(st.text())
def test_law_of_clean_text_any_text_survives_xml(text: str) -> None:
    element = ElementTree.Element("a", {"b": clean(text)})
    element.text = clean(text)
    again = ElementTree.fromstring(ElementTree.tostring(element, encoding="unicode"))
    assert again.text == clean(text).replace("\r\n", "\n").replace("\r", "\n") or (text == "" and again.text is None)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_keeps_to_its_schema(lang: Lang) -> None:
    jsonschema.validate(sarif(lang), SARIF)


def test_sarif_results_point_at_the_line_of_policy_and_at_the_rule() -> None:
    run = sarif()["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["arrive", "keys", "lifts", "pool"]
    first = run["results"][1]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "policies/controls/%E5%88%B0%E5%9C%BA%20in_time.yaml"},
        "region": {"startLine": 7, "startColumn": 3},
    }
    for result in run["results"]:
        if "ruleIndex" in result:
            assert rules[result["ruleIndex"]] == result["ruleId"]


def test_sarif_tells_new_from_old_from_over_and_suppresses_what_is_waived() -> None:
    told = {
        result["partialFingerprints"]["finding/v1"]: (
            result.get("baselineState"),
            result["level"],
            result.get("kind", "fail"),
            "suppressions" in result,
        )
        for result in sarif()["runs"][0]["results"]
    }
    assert told == {
        UNPROVEN.id: ("new", "error", "fail", False),
        VIOLATED.id: ("new", "warning", "fail", False),
        "arrive@O-14/arrive/1": ("unchanged", "warning", "fail", False),
        WAIVED.id: (None, "none", "fail", True),
        "keys@KEY-4": ("absent", "none", "pass", False),
    }


def test_prometheus_lines_are_well_formed_and_headed_once() -> None:
    lines = night_prometheus(NIGHT, bundle()).splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert [line for line in samples if not SAMPLE.match(line)] == []
    assert len(samples) == len(set(samples))
    names = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(names) == len(set(names))
    assert {line.partition("{")[0] for line in samples} == set(names)


def test_prometheus_counts_what_the_night_found_and_noughts_too() -> None:
    text = night_prometheus(NIGHT, bundle())
    assert (
        'estatectl_night_verdicts{estate="lanting_court",control="arrive",severity="major",outcome="violated"} 2'
        in text
    )
    assert 'estatectl_night_findings{estate="lanting_court",severity="critical",outcome="unproven"} 1' in text
    assert 'estatectl_night_findings{estate="lanting_court",severity="critical",outcome="violated"} 0' in text
    assert 'estatectl_night_findings_changed{estate="lanting_court",change="resolved"} 1' in text
    assert 'estatectl_night_end_seconds{estate="lanting_court"} 1791561600' in text
    assert 'severity="critical",outcome="violated"} 0' in night_prometheus(QUIET, bundle())


def test_prometheus_labels_are_escaped() -> None:
    odd = replace(NIGHT, judged=(replace(NIGHT.judged[0], control=replace(ARRIVE, id='a"b\\c\nd')),))
    assert 'control="a\\"b\\\\c\\nd"' in night_prometheus(odd, bundle())


@pytest.mark.parametrize("form", sorted(set(NIGHT_FORMATS) - {"pdf"}))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_night_is_the_same_bytes(form: str, lang: Lang) -> None:
    made = NIGHT_FORMATS[form](NIGHT, bundle(), lang)
    assert made
    assert made == NIGHT_FORMATS[form](NIGHT, bundle(), lang)


def test_a_page_of_a_night_names_everything_that_is_not_in_order() -> None:
    page = str(NIGHT_FORMATS["markdown"](NIGHT, bundle(), "en"))
    assert "3 findings: 2 violated, 1 unproven; 38 satisfied, 1 waived" in page
    assert "1 controls had nothing to judge, which is not the same as satisfied: pool" in page
    assert "The waiver 'The old lift' (until 2026-10-31) ended" not in page
    assert "ended on 2026-10-31; it counts no more" in page
    assert "luo\\_shengli" in page
    assert "not known" in page
    assert NASTY[:8] not in page, "markup stays escaped"


def test_a_quiet_night_says_that_all_is_well_and_of_how_many() -> None:
    page = str(NIGHT_FORMATS["markdown"](QUIET, bundle(), "en"))
    assert "✓ No findings: 5 satisfied, 0 waived." in page


def test_a_clause_stands_as_the_worst_of_its_controls_says() -> None:
    from estatectl.render.nights.clauses import clauses_section

    section = clauses_section(bundle(), NIGHT)
    rows = {row[0]: row for table in section.tables for row in table.rows}
    known = {str(name): str(row[2].cell.en) for name, row in rows.items()}  # type: ignore[union-attr]
    assert known["2.3.2.1"] == "violated", "satisfied by one control, violated by the other"
    assert known["3.2.1.1"] == "unproven"
    assert "2.4.2.1" not in known, "all of its controls are satisfied"
    assert known["1.1"] == "no control"
    idle = replace(NIGHT, judged=(replace(NIGHT.judged[1], counts=counts()),))
    rows = {row[0]: row for table in clauses_section(bundle(), idle).tables for row in table.rows}
    assert rows["2.4.2.1"][2].cell.en == "nothing to judge"  # type: ignore[union-attr]


def test_a_report_that_names_only_the_first_findings_says_how_many_there_are() -> None:
    from estatectl.render.nights.parts import findings_section

    many = tuple(replace(VIOLATED, subject=replace(VIOLATED.subject, id=f"O-{n}", stream=None)) for n in range(45))
    night = replace(NIGHT, judged=(replace(NIGHT.judged[0], findings=many),))
    section = findings_section(bundle(), night, lambda verdict: verdict.subject.stream, 40)
    [table] = section.tables
    assert (section.count, len(table.rows), table.left_out) == (45, 40, 5)
    assert table.rest == same("estatectl comply run --date 2026-10-09")
    assert table.rows[0][3] == same("O-0"), "what has no record of its own leads nowhere"
