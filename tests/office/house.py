"""The office as its staff work it: a line as typed, carried out by the use cases that the command calls.

`done` gives the stage in which the case stands then, `refused` the codes of the refusal, after which nothing may have
been written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from estatectl.domain.cases.case import Case
from estatectl.domain.problems import EstateError
from estatectl.usecases.moving import make_move
from estatectl.usecases.opening import open_case
from estatectl.usecases.weighing import Wish
from tests.cases.house import SIGNED, Estate, bundle, refusal

DESK, OTHER_DESK, CS_HEAD = "su_xiaoman", "he_jiayu", "lin_ruoqing"
MAINTENANCE_HEAD, TECHNICIAN, OTHER_TECHNICIAN = "wu_jianguo", "luo_shengli", "zhao_qiang"
ADMIN, OTHER_ADMIN, ADMIN_HEAD = "mo_lan", "kong_yue", "shao_jing"
DEPUTY, GENERAL = "gu_wenxi", "shen_yichuan"
CLEANER, GUARD, SECURITY_HEAD = "lu_xiuying", "wang_zhipeng", "lei_zhengang"
PAPER = SIGNED


@dataclass
class Office:
    """An estate on a Tuesday morning in November; the clock stands still until the test moves it."""

    estate: Estate

    @classmethod
    def founded(cls) -> Office:
        return cls(Estate.founded("11-10 09:00"))

    def at(self, text: str) -> Office:
        """Let it be this instant (`11-12 10:00:01`), and cron have run."""
        self.estate.at(text)
        self.estate.tick()
        return self

    def done(self, line: str, *, by: str, **fields: str) -> str:
        """What `NOUN open`, or `NOUN MOVE ID [*] [item=answer …]`, leads to; `*` says that all else is in order."""
        return self._typed(line, by, fields).stage

    def refused(self, line: str, *, by: str, **fields: str) -> list[str]:
        before = self.estate.journal.head()
        with pytest.raises(EstateError) as refused:
            self._typed(line, by, fields)
        assert self.estate.journal.head() == before
        return sorted(refusal(refused.value))

    def _typed(self, line: str, by: str, fields: dict[str, str]) -> Case:
        noun, verb, *rest = line.split()
        workflow = next(each for each in bundle().workflows.values() if noun in (each.noun, *each.aliases))
        house = self.estate.house(by)
        if verb in ("open", *workflow.opening.aliases):
            return open_case(house, workflow.id, fields).case
        case, *rest = rest
        answers = dict(word.split("=") for word in rest if word != "*")
        wish = Wish(case=case, move=verb, given=fields, answers=answers, all_in_order="*" in rest)
        return make_move(house, wish).after

    def case(self, case_id: str) -> Case:
        return self.estate.case(case_id)

    def told(self, case_id: str) -> list[str]:
        """Whom a case has told, in order."""
        return self.estate.told(case_id)

    def clock(self, case_id: str, clock: str) -> dict[str, Any]:
        """The last run of a clock: its number, when it is due on the estate's clock, and the verdict so far."""
        last = self.estate.clock(case_id, clock).runs[-1]
        assert last.due_at is not None
        due = last.due_at.astimezone(bundle().estate.zone)
        return {"run": last.number, "due": due.strftime("%m-%d %H:%M"), "verdict": last.verdict.value}
