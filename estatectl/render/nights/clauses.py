"""How the clauses of the rulebook stand after a night's check: by the worst that any of their controls said."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.night import Judged, Night, Outcome
from estatectl.domain.reports.cells import Cell, Marked, Tone
from estatectl.domain.reports.report import Chart, Column, Section, Series, Table
from estatectl.domain.words import Words


class Kept(Enum):
    """How a clause stands after a night, the worst first."""

    VIOLATED = "violated"
    UNPROVEN = "unproven"
    IDLE = "idle"
    UNCONTROLLED = "uncontrolled"
    SATISFIED = "satisfied"


KEPT_WORDS = {
    Kept.VIOLATED: Words(zh="不符合", en="violated"),
    Kept.UNPROVEN: Words(zh="无从证明", en="unproven"),
    Kept.IDLE: Words(zh="当天无可核查", en="nothing to judge"),
    Kept.UNCONTROLLED: Words(zh="没有控制点", en="no control"),
    Kept.SATISFIED: Words(zh="符合", en="satisfied"),
}
_KEPT_TONES: dict[Kept, Tone] = {
    Kept.VIOLATED: "bad",
    Kept.UNPROVEN: "soon",
    Kept.IDLE: "faint",
    Kept.UNCONTROLLED: "faint",
    Kept.SATISFIED: "good",
}
NOT_KEPT = tuple(kept for kept in Kept if kept is not Kept.SATISFIED)


def clauses_section(bundle: Bundle, night: Night, named: tuple[Kept, ...] = NOT_KEPT) -> Section:
    """How each clause of the rulebook stands: by the worst that any of its controls said; one by one those `named`."""
    held: dict[str, list[Judged]] = {clause: [] for clause in bundle.charter.clauses}
    for judged in night.judged:
        for clause in judged.control.clauses:
            held.setdefault(clause, []).append(judged)
    stands = {clause: _stands(controls) for clause, controls in held.items()}
    counts = {kept: sum(each is kept for each in stands.values()) for kept in Kept}
    chart = Chart(
        id="clauses-chart",
        title=Words(zh="条款落实情况", en="How the clauses stand"),
        form="bars",
        labels=tuple(KEPT_WORDS[kept] for kept in reversed(Kept)),
        series=(
            Series(
                id="clauses", title=Words(zh="条款数", en="clauses"), values=tuple(counts[k] for k in reversed(Kept))
            ),
        ),
    )
    worst = sorted((c for c in stands if stands[c] in named), key=lambda c: (list(Kept).index(stands[c]), c))
    rows = tuple(_clause(bundle, clause, stands[clause], held[clause]) for clause in worst)
    table = Table(
        id="clauses",
        title=Words(zh="尚未证明符合的条款", en="Clauses not shown to be kept") if named == NOT_KEPT else _WRONG,
        columns=(
            Column(key="clause", title=Words(zh="条款", en="clause")),
            Column(key="title", title=Words(zh="内容", en="what it says")),
            Column(key="state", title=Words(zh="情况", en="state")),
            Column(key="findings", title=Words(zh="异常", en="findings"), number=True),
            Column(key="controls", title=Words(zh="控制点", en="controls"), number=True),
        ),
        rows=rows,
        empty=Words(zh="没有。", en="There are none."),
    )
    return Section(id="clauses", title=Words(zh="条款", en="Clauses"), blocks=(chart, table), count=len(stands))


def _clause(bundle: Bundle, clause: str, kept: Kept, controls: list[Judged]) -> tuple[Cell, ...]:
    known = bundle.charter.clause(clause)
    return (
        clause,
        known.title if known else None,
        Marked(KEPT_WORDS[kept], _KEPT_TONES[kept]),
        sum(len(each.findings) for each in controls),
        len(controls),
    )


def _stands(controls: Iterable[Judged]) -> Kept:
    each = list(controls)
    if not each:
        return Kept.UNCONTROLLED
    if any(judged.counts.get(Outcome.VIOLATED, 0) for judged in each):
        return Kept.VIOLATED
    if any(judged.counts.get(Outcome.UNPROVEN, 0) for judged in each):
        return Kept.UNPROVEN
    return Kept.IDLE if all(judged.idle for judged in each) else Kept.SATISFIED


_WRONG = Words(zh="不符合或无从证明的条款", en="Clauses that are violated or unproven")
