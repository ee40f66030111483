"""A night's check as Prometheus reads it (text format, for the textfile collector): gauges without timestamps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import Severity
from estatectl.domain.controls.night import Night, Outcome

Sample = tuple[Mapping[str, str], int]


def night_prometheus(night: Night, bundle: Bundle) -> str:
    """Every control and severity has its line, those of nought too: an alert needs a series that never vanishes.

    Names and help are English in any language: a dashboard must not break when the language changes.
    """
    estate = {"estate": bundle.estate.id}
    return "".join(
        (
            _gauge("night_end_seconds", "The instant as of which the night was judged.", [(estate, _seconds(night))]),
            _gauge("night_verdicts", "Verdicts of the night, by control and outcome.", _verdicts(night, estate)),
            _gauge("night_findings", "Findings of the night: violated or unproven.", _findings(night, estate)),
            _gauge("night_findings_changed", "Findings against the night before.", _changed(night, estate)),
            _gauge("night_controls_idle", "Controls with nothing to judge.", [(estate, len(night.idle))]),
            _gauge("night_controls", "Controls held that night.", [(estate, len(night.judged))]),
            _gauge("night_waivers", "Waivers that excuse nothing, or are over.", _waivers(night, estate)),
        )
    )


def _seconds(night: Night) -> int:
    return int(night.at.timestamp())


def _verdicts(night: Night, estate: Mapping[str, str]) -> Iterable[Sample]:
    for each in night.judged:
        control = each.control
        for outcome in Outcome:
            labels = {"control": control.id, "severity": control.severity.value, "outcome": outcome.value}
            yield {**estate, **labels}, each.counts.get(outcome, 0)


def _findings(night: Night, estate: Mapping[str, str]) -> Iterable[Sample]:
    counts = Counter((verdict.control.severity, verdict.outcome) for verdict in night.findings)
    for severity in Severity:
        for outcome in (Outcome.VIOLATED, Outcome.UNPROVEN):
            labels = {"severity": severity.value, "outcome": outcome.value}
            yield {**estate, **labels}, counts[severity, outcome]


def _changed(night: Night, estate: Mapping[str, str]) -> Iterable[Sample]:
    for name in ("new", "continuing", "resolved"):
        found: tuple[str, ...] = getattr(night, name)
        yield {**estate, "change": name}, len(found)


def _waivers(night: Night, estate: Mapping[str, str]) -> Iterable[Sample]:
    yield {**estate, "state": "unused"}, len(night.unused)
    yield {**estate, "state": "lapsed"}, len(night.lapsed)


def _gauge(name: str, meaning: str, samples: Iterable[Sample]) -> str:
    full = f"estatectl_{name}"
    lines = [f"# HELP {full} {_escaped(meaning, quotes=False)}", f"# TYPE {full} gauge"]
    for labels, value in samples:
        told = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        lines.append(f"{full}{{{told}}} {value}")
    return "\n".join(lines) + "\n"


def _escaped(text: str, *, quotes: bool = True) -> str:
    """A text as the format escapes it: backslash and line feed everywhere, the quote in labels."""
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n")
    return escaped.replace('"', '\\"') if quotes else escaped
