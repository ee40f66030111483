"""Slips of the pen: one change to the valid example bundle, and what is said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from estatectl.adapters.policyfiles.examining import examine
from estatectl.adapters.policyfiles.sources import Sources, gather
from estatectl.domain.problems import Problem

VALID = Path(__file__).parents[1] / "examples" / "valid"
JOB, VISIT = "workflows/job.yaml", "workflows/visit.yaml"
LIMITS, PATHS, GRADE, RANKING = (f"decisions/job_{name}.yaml" for name in ("limits", "paths", "grade", "ranking"))


@dataclass(frozen=True, slots=True)
class Slip:
    """In `file`, every `old` became `new`."""

    file: str
    old: str
    new: str

    def sources(self) -> Sources:
        text = valid().files[self.file].decode()
        assert self.old in text, self
        return replace(valid(), files={**valid().files, self.file: text.replace(self.old, self.new).encode()})


@cache
def valid() -> Sources:
    return gather(VALID)


def told(slip: Slip) -> list[str]:
    """What is said of the slip: code, the word pointed at, the message, and the hint after an arrow."""
    sources = slip.sources()
    return [_said(problem, sources) for problem in examine(sources).problems]


def _said(problem: Problem, sources: Sources) -> str:
    assert problem.place is not None
    assert problem.words.zh != problem.words.en
    name = Path(problem.place.file).relative_to(VALID).as_posix()
    rest = sources.files[name].decode().splitlines()[problem.place.line - 1][problem.place.col - 1 :]
    word = re.match(r'[\w?]+|"[^"]*"|[^\w\s]', rest)
    assert word is not None
    said = f"{problem.code} {word[0]}: {problem.words.en}"
    return f"{said} -> {problem.hint.en.replace(f'{VALID}/', '')}" if problem.hint else said
