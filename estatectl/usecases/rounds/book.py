"""Rounds inside one transaction: read with the policies of their day, changed only by entries, saved as rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.entries import Draft, Json
from estatectl.domain.problems import BadInput, DataBroken
from estatectl.domain.programmes.programme import Programme
from estatectl.domain.rounds.round import SERIES, Finding, Round, fold_round, follow_round
from estatectl.domain.rounds.wakes import next_wake
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.past import Past
from estatectl.usecases.ports import FindingRow, Reader, RoundRow


def full_round_id(typed: str) -> str | None:
    """The id that `12`, `rd12` or `RD-12` stands for; None where it is no number."""
    text = typed.strip().upper().removeprefix(SERIES).lstrip("-")
    return f"{SERIES}-{int(text)}" if text.isascii() and text.isdecimal() else None


def load_round(reader: Reader, round_id: str) -> Round:
    """A round by its id. Refuses an unknown one (EST-860)."""
    known = fold_round(reader.stream(round_id))
    if known is None:
        words = Words(zh="没有编号为 {id} 的巡查", en="there is no round {id}").fill(id=round_id)
        hint = Words(zh="用 round due 查看现在该做的", en="'round due' shows what is to be done now")
        raise BadInput.one("EST-860", words, hint=hint)
    return known


class Policies:
    """What rounds were due under: their programmes by the policies of their day."""

    def __init__(self, house: House) -> None:
        self._past = Past(house)

    def of(self, known: Round) -> Bundle:
        """The policies that a round fell due under. `DataBroken` EST-861 where the journal does not hold them."""
        bundle = self._past.of(known.policy)
        if bundle is None:
            words = Words(zh="日志里没有 {id} 当时的细则", en="the journal lacks the policies that {id} fell due under")
            raise DataBroken.one("EST-861", words.fill(id=known.id))
        return bundle

    def programme(self, known: Round) -> Programme:
        return self.of(known).programmes[known.programme]


class RoundBook:
    """One transaction's view of the rounds it touches. Policies read before may be handed on."""

    def __init__(self, desk: Desk, policies: Policies | None = None) -> None:
        self.desk, self.policies = desk, policies or Policies(desk.house)

    def round(self, round_id: str) -> Round:
        if round_id not in self.desk.rounds:
            self.desk.rounds[round_id] = load_round(self.desk.unit, round_id)
        return self.desk.rounds[round_id]

    def programme(self, known: Round) -> Programme:
        return self.policies.programme(known)

    def record(
        self,
        known: Round,
        kind: str,
        data: Mapping[str, Json],
        *,
        at: datetime,
        actor: str = SYSTEM,
        key: str | None = None,
    ) -> Round:
        """Append one entry to a round, follow it and save its row."""
        entry = self.desk.unit.append(Draft(known.id, kind, at, actor, data, key), expect=known.version)
        after = follow_round(known, entry)
        self.desk.rounds[after.id] = after
        self.save(after)
        return after

    def save(self, known: Round) -> None:
        self.desk.unit.put_round(round_row(known, self.programme(known)))
        for finding in known.findings:
            self.desk.unit.put_finding(finding_row(known, finding))


def round_row(known: Round, programme: Programme) -> RoundRow:
    """The projection of a round."""
    return RoundRow(
        id=known.id,
        programme=known.programme,
        subject=known.subject,
        department=known.department,
        by=known.by,
        statutory=known.statutory,
        state=known.state.value,
        opens=known.opens,
        due=known.due,
        closes=known.closes,
        done_at=known.done_at,
        done_by=known.done_by,
        timeliness=known.timeliness.value if known.timeliness else None,
        findings=len(known.findings),
        open_findings=len(known.open_findings),
        wake_at=next_wake(known, programme.alerts),
    )


def finding_row(known: Round, finding: Finding) -> FindingRow:
    """The projection of a finding."""
    return FindingRow(
        id=finding_id(known, finding.number),
        round=known.id,
        programme=known.programme,
        subject=known.subject,
        item=finding.item,
        kind=finding.kind,
        severity=finding.severity,
        at=finding.at,
        open=finding.closed_at is None,
        case=finding.case,
    )


def finding_id(known: Round, number: int) -> str:
    return f"{known.id}/{number}"
