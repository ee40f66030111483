"""Somebody who types commands in an estate, and looks at its subjects as they stood at the end of a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from estatectl.domain.controls.knowable import specs_of
from estatectl.domain.controls.scopes import Scope, ScopeKind
from estatectl.domain.controls.subjects import Subject
from estatectl.domain.problems import Place
from estatectl.domain.rules.facts import FactKind, FactSpec, FactValue
from estatectl.usecases.nights.judging import span_of
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.sources import Gathered
from estatectl.wiring.premises import Premises, Settings
from tests.terminal import Typing

FOUNDED = "2026-11-10T06:00"
DAY, DAY_AFTER = date(2026, 11, 10), date(2026, 11, 11)
LATER = "2026-11-30T12:00"
DESK, CCTV, OFFICER, ADMIN_HEAD, GENERAL = "su_xiaoman", "jiang_li", "mo_lan", "shao_jing", "shen_yichuan"
KEEPER, TECHNICIAN, GARDENER_HEAD, GUARD, SECURITY_HEAD = (
    "wu_jianguo",
    "zhao_qiang",
    "bai_songtao",
    "wang_zhipeng",
    "lei_zhengang",
)


class Onlooker(Typing):
    """`now` moves only when the test says so."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
        super().__init__(place, capsys, "2026-11-10T09:00", DESK)

    def at(self, now: str) -> Onlooker:
        self.now = now
        return self

    def done(self, *words: str, by: str = DESK) -> Any:
        """The document of a command that must succeed."""
        answer = self(*words, "--format", "json", by=by)
        assert answer.status == 0, answer.out + answer.err
        return answer.document

    def add(self, register: str, *, by: str = DESK, **fields: str) -> str:
        """Write a line that must be accepted; its number."""
        options = [word for name, value in fields.items() for word in (f"--{name.replace('_', '-')}", value)]
        return str(self.done("register", "add", register, *options, by=by)["line"]["id"])

    def known(self, day: date = DAY) -> Known:
        """The journal as it stood at the end of a day, looked at long after."""
        house = Premises(Settings(directory=self.place, now=LATER, actor="system")).house
        return Known(house, house.bundle, span_of(day, house.bundle.estate.zone))

    def subjects(self, kind: ScopeKind, *names: str, day: date = DAY) -> dict[str, Subject]:
        """The subjects of a scope by id, each fact of which is declared and of its type."""
        known, scope = self.known(day), Scope(kind, names, Place("a.yaml", 1, 1))
        specs = specs_of(scope, known.bundle)
        found = {subject.id: subject for subject in Gathered(known).of(scope)}
        for subject in found.values():
            for name, value in subject.facts.items():
                if name in specs:
                    assert fits(specs[name], value), (subject.id, name, value)
                else:
                    assert kind in (ScopeKind.LINES, ScopeKind.CASES, ScopeKind.CLOCKS), (subject.id, name)
        return found

    def facts(self, kind: ScopeKind, subject: str, *names: str, day: date = DAY) -> dict[str, Any]:
        """The facts of one subject, which must be there; numbers as text, so that they read well."""
        facts = self.subjects(kind, *names, day=day)[subject].facts
        return {name: value if isinstance(value, (bool, frozenset)) else str(value) for name, value in facts.items()}


def fits(spec: FactSpec, value: FactValue) -> bool:
    """Whether a fact is of the kind that was declared, and one of its values."""
    match spec.kind:
        case FactKind.FLAG:
            return isinstance(value, bool)
        case FactKind.TEXT:
            return isinstance(value, str) and value in spec.values
        case FactKind.SET:
            return isinstance(value, frozenset) and value <= set(spec.values)
        case FactKind.NUMBER:
            return not isinstance(value, (bool, str, frozenset))
