"""A night's check as SARIF 2.1.0, for whatever shows results of analyses: a control is a rule, a finding a result."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import Control, Severity
from estatectl.domain.controls.night import OUTCOME_WORDS, Night, Outcome, Verdict
from estatectl.domain.problems import Place
from estatectl.domain.words import Lang, Words

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.MINOR: "note", Severity.MAJOR: "warning", Severity.CRITICAL: "error"}


def night_sarif(night: Night, bundle: Bundle, lang: Lang) -> str:
    """One run. Results stand at the line of policy that asks for them; unproven ones are failures too, with what is
    not known; waived ones are suppressed with the reason; resolved ones are there as absent."""
    controls = [judged.control for judged in night.judged]
    index = {control.id: number for number, control in enumerate(controls)}
    run = {
        "tool": {"driver": {"name": "estatectl", "language": lang, "rules": [_rule(each, lang) for each in controls]}},
        "automationDetails": {"id": f"estatectl/{bundle.estate.id}/night/{night.day}"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "endTimeUtc": _utc(night.at)}],
        "results": list(_results(night, index, lang)),
        "properties": {
            "date": night.day.isoformat(),
            "policy": night.policy,
            "before": None if night.before is None else night.before.isoformat(),
            "counts": {outcome.value: night.count(outcome) for outcome in Outcome},
            "idle": [control.id for control in night.idle],
        },
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(control: Control, lang: Lang) -> dict[str, Any]:
    return {
        "id": control.id,
        "shortDescription": {"text": control.title.of(lang)},
        "fullDescription": {"text": control.evidence.of(lang)},
        "help": {"text": control.remedy.of(lang)},
        "defaultConfiguration": {"level": _LEVELS[control.severity]},
        "properties": {"tags": [f"clause:{each}" for each in control.clauses], "answers": list(control.answers)},
    }


def _results(night: Night, index: dict[str, int], lang: Lang) -> Iterator[dict[str, Any]]:
    new = set(night.new)
    for verdict in night.findings:
        state = "new" if verdict.id in new else "unchanged"
        yield {**_result(verdict, index, lang), "level": _LEVELS[verdict.control.severity], "baselineState": state}
    for judged in night.judged:
        for verdict in judged.waived:
            yield {**_result(verdict, index, lang), "level": "none", "suppressions": [_suppression(verdict, lang)]}
    for name in night.resolved:
        control, _, subject = name.partition("@")
        yield {
            "ruleId": control,
            "kind": "pass",
            "level": "none",
            "baselineState": "absent",
            "message": {"text": _RESOLVED.fill(subject=subject).of(lang)},
            "partialFingerprints": {"finding/v1": name},
        }


def _result(verdict: Verdict, index: dict[str, int], lang: Lang) -> dict[str, Any]:
    control, subject = verdict.control, verdict.subject
    words = _SAID.fill(title=control.title, about=subject.title, outcome=OUTCOME_WORDS[verdict.outcome])
    lacking = _LACKING.fill(list=", ".join(verdict.missing)).of(lang) if verdict.missing else ""
    return {
        "ruleId": control.id,
        "ruleIndex": index[control.id],
        "message": {"text": words.of(lang) + lacking},
        "locations": [
            {
                "physicalLocation": _where(control.place),
                "logicalLocations": [{"name": subject.id, "fullyQualifiedName": verdict.id, "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"finding/v1": verdict.id},
        "properties": {
            "outcome": verdict.outcome.value,
            "missing": list(verdict.missing),
            "department": subject.department,
            "entries": list(subject.evidence),
        },
    }


def _suppression(verdict: Verdict, lang: Lang) -> dict[str, Any]:
    reason = "" if verdict.waiver is None else verdict.waiver.reason.of(lang)
    return {"kind": "external", "status": "accepted", "justification": reason}


def _where(place: Place) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.col}
    return {"artifactLocation": {"uri": quote(place.file.replace("\\", "/"))}, "region": region}


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


_SAID = Words(zh="{title}：{about}，{outcome}", en="{title}: {about}, {outcome}")
_LACKING = Words(zh="，不知道：{list}", en="; not known: {list}")
_RESOLVED = Words(zh="{subject} 已不再是异常", en="{subject} is a finding no longer")
