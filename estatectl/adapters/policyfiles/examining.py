"""Floor 3: a policy folder examined whole: every fault of every file in one run, none reported twice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from estatectl.adapters.policyfiles.characters import decoded
from estatectl.adapters.policyfiles.checking import check_shape
from estatectl.adapters.policyfiles.reading import read_document
from estatectl.adapters.policyfiles.schemas import kinds
from estatectl.adapters.policyfiles.sources import Sources
from estatectl.domain.bundle import DEFINED, Bundle
from estatectl.domain.checks import judge
from estatectl.domain.checks.references import Reference
from estatectl.domain.problems import Place, Problem
from estatectl.domain.tree import Node

_KIND_LINE = re.compile(rb"^kind\s*:\s*[\"']?([a-z_]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Document:
    """One file examined alone. `kind` is None where it cannot be told; `sound` means fit to be given a meaning."""

    node: Node | None
    kind: str | None
    sound: bool
    problems: tuple[Problem, ...]
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """The bundle that the sound documents make, and everything that is wrong. Without problems it may be used."""

    bundle: Bundle
    problems: tuple[Problem, ...]


def examine(sources: Sources) -> Examined:
    """Read, shape, meaning: a document that fails one step is left out of the next, and so are conclusions from it."""
    documents = [_examine_one(sources.shown(name), data) for name, data in sources.files.items()]
    problems = [*sources.problems, *(problem for each in documents for problem in each.problems)]
    faulty = {each.kind for each in documents if not each.sound}
    unsound = frozenset(kinds() if None in faulty or sources.problems else {kind for kind in faulty if kind})
    sound = _by_kind(documents, only_sound=True)
    known = Bundle.of("", _by_kind(documents, only_sound=False)).vocabulary
    lost = frozenset(name for name, (kind, _) in DEFINED.items() if kind in unsound and _is_lost(name, kind, documents))
    lost |= {"topics"} if "lexicon" in unsound else frozenset()
    lost |= {"urgencies"} if "workflow" in unsound else frozenset()
    bundle = Bundle(sources.digest, sound, known, unsound)
    if sources.files:
        references = tuple(reference for each in documents for reference in each.references)
        told = {problem.place for problem in problems}
        problems += [each for each in judge(bundle, lost, references) if each.place is None or each.place not in told]
    return Examined(bundle, tuple(sorted(_once(problems), key=lambda problem: problem.rank)))


def _examine_one(file: str, data: bytes) -> _Document:
    text = decoded(data, file)
    if isinstance(text, Problem):
        return _Document(None, _likely_kind(data), sound=False, problems=(text,))
    reading = read_document(text, file)
    if reading.node is None or not reading.sound_shape:
        return _Document(reading.node, _likely_kind(data), sound=False, problems=reading.problems)
    shape = check_shape(reading.node, text)
    told = {problem.place for problem in reading.problems}
    problems = (*reading.problems, *(problem for problem in shape.problems if problem.place not in told))
    references = tuple(each for each in shape.references if each.place not in told)
    return _Document(reading.node, shape.kind, not problems, problems, references)


def _likely_kind(data: bytes) -> str | None:
    found = _KIND_LINE.search(data)
    kind = found[1].decode() if found else None
    return kind if kind in kinds() else None


def _by_kind(documents: list[_Document], *, only_sound: bool) -> dict[str, tuple[Node, ...]]:
    found: dict[str, tuple[Node, ...]] = {}
    for each in documents:
        if each.kind is not None and each.node is not None and (each.sound or not only_sound):
            found[each.kind] = (*found.get(each.kind, ()), each.node)
    return found


def _is_lost(name: str, kind: str, documents: list[_Document]) -> bool:
    """Whether what an unsound document was to define cannot be told from what is left of it."""
    for each in documents:
        if each.sound or each.kind not in (kind, None):
            continue
        if each.node is None or each.kind is None or not Bundle.of("", {kind: (each.node,)}).vocabulary[name]:
            return True
    return not any(each.kind == kind for each in documents)


def _once(problems: list[Problem]) -> list[Problem]:
    """One problem of a code at a place: a name used wrongly is told once, whichever check noticed it first."""
    seen: dict[tuple[Place | None, str, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.place, problem.code, problem.words.en), problem)
    return list(seen.values())
