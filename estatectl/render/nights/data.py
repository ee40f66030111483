"""A night's check as JSON: the same bytes for the same night."""

from __future__ import annotations

from estatectl.domain.controls.night import Night, Outcome, Verdict


def night_data(night: Night) -> dict[str, object]:
    """A night as JSON: the same bytes for the same night."""
    new = set(night.new)
    return {
        "date": night.day.isoformat(),
        "as_of": night.at.isoformat(),
        "policy": night.policy,
        "before": None if night.before is None else night.before.isoformat(),
        "counts": {outcome.value: night.count(outcome) for outcome in Outcome},
        "controls": [
            {
                "control": each.control.id,
                "title": each.control.title,
                "severity": each.control.severity.value,
                "clauses": list(each.control.clauses),
                **{outcome.value: each.counts.get(outcome, 0) for outcome in Outcome},
            }
            for each in night.judged
        ],
        "findings": [_finding_data(each, is_new=each.id in new) for each in night.findings],
        "resolved": list(night.resolved),
        "repeats": [{"control": each.control.id, "whose": each.whose, "times": each.times} for each in night.repeats],
        "waivers_unused": [waiver.id for waiver in night.unused],
        "waivers_lapsed": [waiver.id for waiver in night.lapsed],
        "idle": [control.id for control in night.idle],
        "accepted": night.accepted,
    }


def _finding_data(verdict: Verdict, *, is_new: bool) -> dict[str, object]:
    return {
        "id": verdict.id,
        "control": verdict.control.id,
        "title": verdict.control.title,
        "subject": verdict.subject.id,
        "about": verdict.subject.title,
        "outcome": verdict.outcome.value,
        "severity": verdict.control.severity.value,
        "new": is_new,
        "missing": list(verdict.missing),
        "answers": list(verdict.control.answers),
        "department": verdict.subject.department,
        "clauses": list(verdict.control.clauses),
        "remedy": verdict.control.remedy,
        "stream": verdict.subject.stream,
        "entries": list(verdict.subject.evidence),
        "policy_line": f"{verdict.control.place.file}:{verdict.control.place.line}",
    }
