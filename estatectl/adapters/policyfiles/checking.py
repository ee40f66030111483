"""Floor 3: the shape of a document against the schema of its kind; each fault with its place and its own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from estatectl.adapters.policyfiles.keywords import REFERS, validator_of
from estatectl.adapters.policyfiles.lines import LINE_BREAK
from estatectl.adapters.policyfiles.schemas import kinds
from estatectl.adapters.policyfiles.shapes import Misfit, explain
from estatectl.domain.checks.references import Reference
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

_KEY_FAULTS = ("additionalProperties", "unevaluatedProperties")
_MISSING = ("required", "dependentRequired")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a document's shape says: its kind (None where there is no such kind), faults, and the names it uses."""

    kind: str | None
    problems: tuple[Problem, ...]
    references: tuple[Reference, ...]


def check_shape(node: Node, text: str) -> Shape:
    """Check a document, a mapping, against the schema of the kind it names. `text` is its source."""
    written = node.get("kind")
    if written is None:
        words = Words(zh="没有写 kind", en="the document does not say its kind")
        hint = Words(zh="加一行 kind: …；可用的有：{list}", en="add a line kind: …; known: {list}")
        return Shape(None, (Problem("EST-201", words, node.place, hint.fill(list=", ".join(kinds()))),), ())
    kind = written.value
    if kind not in kinds():
        words = Words(zh="没有叫“{name}”的细则种类", en="there is no kind of policy called '{name}'").fill(name=kind)
        hint = did_you_mean(str(kind), kinds()) or Words(
            zh="全部种类：estatectl policy schema", en="all kinds: estatectl policy schema"
        )
        return Shape(None, (Problem("EST-202", words, written.place, hint),), ())
    return _judged(node, kind, LINE_BREAK.split(text))


def _judged(node: Node, kind: str, rows: list[str]) -> Shape:
    problems: list[Problem] = []
    references: list[Reference] = []
    errors = list(_leaves(validator_of(kind).iter_errors(node.plain())))
    slips = [error for error in errors if error.validator in _KEY_FAULTS]
    errors = [error for error in errors if not _is_echo(error, errors)]
    for error in errors:
        place = _place(node, error)
        if error.validator == REFERS:
            references.append(Reference(error.validator_value, error.message, place))
        elif not (error.validator in _MISSING and _is_misspelt(error, slips)):
            problems.append(explain(Misfit(error, _subject(error), place, _written(rows, place))))
    return Shape(kind, tuple(dict.fromkeys(problems)), tuple(dict.fromkeys(references)))


def _leaves(errors: Iterator[Any]) -> Iterator[Any]:
    """The errors themselves; of alternatives, those of the branch that came closest."""
    for error in errors:
        if not error.context:
            yield error
            continue
        branches: dict[Any, list[Any]] = {}
        for part in error.context:
            branches.setdefault(part.schema_path[0], []).append(part)
        nearest = min(branches.values(), key=_distance)
        yield from _leaves(iter(nearest))


def _distance(parts: list[Any]) -> tuple[bool, int]:
    """A branch that fails at its top (the wrong type altogether) is further off than one that fails inside."""
    return any(not part.path and part.validator == "type" for part in parts), len(parts)


def _is_echo(error: Any, errors: list[Any]) -> bool:
    """Whether a ban on a combination only repeats that something inside is wrong."""
    path = list(error.absolute_path)
    inside = (list(other.absolute_path) for other in errors if other.validator not in ("not", REFERS))
    return error.validator == "not" and any(other[: len(path)] == path for other in inside)


def _is_misspelt(error: Any, slips: list[Any]) -> bool:
    """Whether the missing key stands there under a name so close that the slip alone needs telling."""
    siblings = [slip.message for slip in slips if slip.absolute_path == error.absolute_path]
    return bool(get_close_matches(error.message, siblings, n=1))


def _place(node: Node, error: Any) -> Place:
    """Where the fault stands: an unknown key at the key, a missing one at its mapping's key, the rest at the value."""
    here = node.at(*error.absolute_path)
    if error.validator in _KEY_FAULTS:
        return here[error.message].key_place
    if "propertyNames" in error.absolute_schema_path and here.is_mapping and error.instance in here:
        return here[error.instance].key_place
    if error.validator == "uniqueItems":
        return _repeated(here).place
    return here.key_place if error.validator in (*_MISSING, "minProperties", "minItems") else here.place


def _repeated(node: Node) -> Node:
    seen: list[Any] = []
    for child in node.each():
        if child.plain() in seen:
            return child
        seen.append(child.plain())
    return node


def _subject(error: Any) -> str:
    """The key that the fault is about; for an item of a list, the list's key and its number, from 1."""
    steps = list(error.absolute_path)
    if not steps:
        return ""
    if isinstance(steps[-1], int):
        named = next((str(step) for step in reversed(steps) if isinstance(step, str)), "")
        return f"{named}[{steps[-1] + 1}]"
    return str(steps[-1])


def _written(rows: list[str], place: Place) -> str:
    """The unquoted word at a place, as it was typed."""
    rest = rows[place.line - 1][place.col - 1 :]
    for index, char in enumerate(rest):
        if char in ",]}" or (char == "#" and rest[index - 1 : index] == " "):
            return rest[:index].rstrip()
    return rest.rstrip()
