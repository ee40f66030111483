"""How clocks stand, in people's words and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from estatectl.domain.cases.clocks import ClockState, Verdict
from estatectl.domain.words import Words
from estatectl.render.page import Cell, Due, Table, Toned

VERDICTS: Mapping[Verdict, Words] = {
    Verdict.WAITING: Words(zh="未开始", en="not started"),
    Verdict.RUNNING: Words(zh="计时中", en="running"),
    Verdict.PAUSED: Words(zh="已暂停", en="paused"),
    Verdict.KEPT: Words(zh="按时", en="kept"),
    Verdict.BREACHED: Words(zh="超时", en="late"),
    Verdict.CANCELLED: Words(zh="已撤销", en="cancelled"),
}
_CLOCKS = (
    Words(zh="时限", en="clock"),
    Words(zh="次", en="run"),
    Words(zh="开始", en="started"),
    Words(zh="到期", en="due"),
    Words(zh="结束", en="stopped"),
    Words(zh="结论", en="verdict"),
)


def clock_table(states: Sequence[ClockState]) -> Table:
    """Every run of every clock, with its verdict."""
    rows: list[tuple[Cell, ...]] = []
    for state in states:
        for run in state.runs:
            tone = {Verdict.BREACHED: "bad", Verdict.KEPT: "good"}.get(run.verdict)
            verdict: Cell = VERDICTS[run.verdict]
            rows.append(
                (
                    state.spec.title,
                    run.number,
                    run.started_at,
                    run.due_at if run.ended or run.due_at is None else Due(run.due_at),
                    run.stopped_at,
                    Toned(verdict, tone) if tone else verdict,  # type: ignore[arg-type]
                )
            )
    return Table(_CLOCKS, tuple(rows), empty=Words(zh="（没有计时）", en="(no clock runs)"))


def run_data(state: ClockState) -> dict[str, object]:
    """A clock for programs."""
    return {
        "clock": state.spec.id,
        "runs": [
            {
                "run": run.number,
                "started_at": run.started_at,
                "due_at": run.due_at,
                "stopped_at": run.stopped_at,
                "verdict": run.verdict.value,
                "counted": run.counted,
                "within": str(run.target.within),
                "unit": run.target.unit.value,
                "calendar": run.target.calendar,
                "path": run.target.path,
            }
            for run in state.runs
        ],
    }
