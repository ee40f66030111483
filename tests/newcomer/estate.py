"""An estate to which an administrator without Python has added a register and a workflow, from the documentation."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.driving import Outcome, estatectl

NOW, LATE = "2026-11-10T09:00", "2026-11-10T11:05"
OFFICER, SUPERVISOR, TECHNICIAN = "su_xiaoman", "lin_ruoqing", "ma_guodong"
FILES = Path(__file__).parent


@dataclass(frozen=True)
class Estate:
    """The estate in `place`, and somebody at a terminal who reads Chinese."""

    place: Path

    def __call__(self, *words: str, by: str = OFFICER, now: str = NOW) -> Outcome:
        place = str(self.place)
        return estatectl(*words, "--as", by, "--now", now, "--lang", "zh", "--dir", place, "--no-input", COLUMNS="110")

    def book(self, *words: str, seats: int, destination: str) -> Outcome:
        """A call at the desk: somebody wants seats on the bus."""
        caller = ("--owner", "王女士", "--phone", "13800000001", "--date", "2026-11-12")
        return self("班车", "预约", destination, *caller, "--seats", str(seats), *words)

    def keep_pet(self, kind: str, name: str, certificate: str, vaccinated_until: str = "2027-05-01") -> Outcome:
        """A line of the new register, in the words of the desk."""
        owner = ("--household", "3-2-1201", "--owner", "王女士", "--phone", "13800000001")
        pet = ("--kind", kind, "--name", name, "--certificate", certificate)
        return self("登记簿", "登记", "宠物", *owner, *pet, "--vaccinated-until", vaccinated_until)

    def notices(self, case: str) -> list[dict[str, Any]]:
        """What went out about a case or a line, in order."""
        lines = (self.place / "outbox" / "notices.jsonl").read_text(encoding="utf-8").splitlines()
        return [notice for notice in map(json.loads, lines) if notice["case"] == case]


def with_the_newcomers_files(place: Path) -> Estate:
    """A fresh sample estate with the files laid in and the rules added, as the newcomer did it by hand."""
    assert estatectl("init", str(place), "--sample", "-q", "--now", NOW).status == 0
    policies = place / "policies"
    shutil.copy(FILES / "pets.yaml", policies / "registers")
    shutil.copy(FILES / "shuttle.yaml", policies / "workflows")
    shutil.copy(FILES / "shuttle_path.yaml", policies / "escalations" / "shuttle.yaml")
    _add_rule(policies / "decisions" / "targets.yaml", FILES / "targets_rule.yaml")
    _add_rule(policies / "decisions" / "escalation.yaml", FILES / "escalation_rule.yaml")
    _name_clock(policies / "decisions" / "targets.yaml", "confirm_seats")
    return Estate(place)


def _add_rule(table: Path, rule: Path) -> None:
    """The rule stands first, so that no wider one comes before it."""
    head, rules = table.read_text(encoding="utf-8").split("\nrules:\n")
    table.write_text(f"{head}\nrules:\n{rule.read_text(encoding='utf-8')}{rules}", encoding="utf-8")


def _name_clock(table: Path, clock: str) -> None:
    """The clock joins the values of the fact `clock` at the head of the table."""
    text, found = re.subn(
        r"(?m)^(  clock: \{type: text, values: \[.*)\]\}$", rf"\1, {clock}]}}", table.read_text(encoding="utf-8")
    )
    assert found == 1
    table.write_text(text, encoding="utf-8")
