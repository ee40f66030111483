"""Estates with controls of their own, looked at night by night."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from estatectl.adapters.policyfiles.loading import load_bundle
from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.night import Night, Outcome
from estatectl.usecases.nights.checking import Run, Wish, check
from tests.rounds.house import Estate, laid_out

ARRIVAL = """
kind: control
id: arrival
title: {zh: 按时到场, en: Reached in time}
clauses: ["2.3.2.1"]
over: {clocks: [order.arrive]}
require: {state: {in: [running, paused, kept, cancelled]}}
severity: major
answers: [maintenance_supervisor]
evidence: {zh: 到场时刻, en: the time of arrival}
remedy: {zh: 查明原因, en: find out why}
"""
LIFTS = """
kind: control
id: lifts
title: {zh: 电梯每天看过, en: Lifts looked at daily}
clauses: ["3.2.1.1"]
over: {rounds: [lift_daily]}
where: {over: true}
require: {missed: false}
severity: critical
answers: [maintenance_supervisor]
evidence: {zh: 巡查记录, en: the record of the round}
remedy: {zh: 补做, en: make it up}
"""
SCORES = """
kind: control
id: scores
title: {zh: 泳池评分合格, en: The pool scores well}
clauses: ["3.4.2.1"]
over: {rounds: [pool_opening]}
where: {state: done}
require: {score: {gte: 90}}
severity: minor
answers: [cleaning_supervisor]
evidence: {zh: 评分, en: the score}
remedy: {zh: 返工, en: do it again}
"""
WAIVED_LIFT = """
kind: waiver
id: lift_stopped
title: {zh: 三号楼电梯停用, en: The lift of building 3 is out of use}
control: lifts
subjects: ["%s"]
owner: maintenance_supervisor
approved_by: deputy_general_manager
reason: {zh: 大修停用, en: out of use for an overhaul}
since: "2026-05-01"
until: "%s"
"""


def policies(*documents: str) -> Bundle:
    """The small policies of the rounds' tests with these controls and waivers."""
    return _loaded(documents)


@cache
def _loaded(documents: tuple[str, ...]) -> Bundle:
    with tempfile.TemporaryDirectory() as folder:
        root = laid_out(Path(folder) / "policies")
        for number, text in enumerate(documents):
            (root / f"own_{number}.yaml").write_text(text, encoding="utf-8")
        loaded = load_bundle(root, cache=None)
        return Bundle(loaded.digest, loaded.documents, loaded.vocabulary)


def look(estate: Estate, at: str, day: str | None = None, **wish: object) -> Run:
    """The night check as cron runs it at an instant."""
    house = estate.at(at).house()
    return check(house, Wish(day=None if day is None else date.fromisoformat(f"2026-{day}"), **wish))  # type: ignore[arg-type]


def found(night: Night) -> dict[str, str]:
    """Every finding with its outcome."""
    return {verdict.id: verdict.outcome.value for verdict in night.findings}


def counted(night: Night, control: str) -> dict[str, int]:
    """How often each outcome came about for a control; those that never did are left out."""
    [judged] = [each for each in night.judged if each.control.id == control]
    return {outcome.value: judged.counts[outcome] for outcome in Outcome if judged.counts[outcome]}
