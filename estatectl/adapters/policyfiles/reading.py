"""Floor 3: YAML text → positioned tree, by PyYAML's event stream. Every trap is refused where it stands, none alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from estatectl.adapters.policyfiles import refusals
from estatectl.adapters.policyfiles.characters import full_width_key, full_width_value, unwanted
from estatectl.adapters.policyfiles.refusals import MOST_DEPTH, MOST_VALUES
from estatectl.adapters.policyfiles.scalars import Fault, plain_scalar
from estatectl.adapters.policyfiles.syntax import syntax_problem
from estatectl.domain.problems import Place, Problem
from estatectl.domain.tree import Node, Raw

_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file says. `node` is None where no tree could be made of it.

    `sound_shape` is False where a fault of reading changed the tree so much that judging its shape would only echo
    it; other faults leave a stand-in value at their place.
    """

    node: Node | None
    problems: tuple[Problem, ...]
    sound_shape: bool


class _Stop(Exception):
    """Reading on would be pointless or dangerous; the tree is not whole."""


@dataclass(slots=True)
class _Frame:
    """A mapping or sequence being filled; for a mapping, the key that waits for its value and where it stands."""

    content: Any
    key: str | None = None
    key_at: tuple[int, int] = (0, 0)
    dropped: bool = False


@dataclass(slots=True)
class _Builder:
    file: str
    root: Raw | None = None
    values: int = 0
    misleading: bool = False
    stack: list[_Frame] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._properties(event)
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._properties(event)
                self._open(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.stack.pop()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._document(event)

    def say(self, event: Any, fault: Fault) -> None:
        self.say_at((event.start_mark.line + 1, event.start_mark.column + 1), fault)

    def say_at(self, at: tuple[int, int], fault: Fault) -> None:
        self.problems.append(Problem(fault.code, fault.words, Place(self.file, *at), fault.hint))

    def _told(self, at: tuple[int, int]) -> bool:
        """Whether the last problem stands at this very place."""
        return bool(self.problems) and self.problems[-1].place == Place(self.file, *at)

    def _document(self, event: Any) -> None:
        if self.root is not None:
            self.say(event, refusals.SEVERAL)
            raise _Stop
        if event.version or event.tags:
            self.say(event, refusals.DIRECTIVE)

    def _properties(self, event: Any) -> None:
        if event.anchor is not None:
            self.say(event, refusals.ANCHOR.filled(name=event.anchor, mark="&"))
            self.misleading = True
        if event.tag is not None:
            self.say(event, refusals.TAG.filled(name=event.tag.replace("tag:yaml.org,2002:", "!!")))

    def _scalar(self, event: Any) -> None:
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.content, dict) and frame.key is None:
            self._key(event, frame)
            return
        at = (event.start_mark.line + 1, event.start_mark.column + 1)
        value: Any = event.value
        if event.implicit[0]:
            value, fault = plain_scalar(event.value)
            in_mapping = frame is not None and isinstance(frame.content, dict)
            if fault is None and isinstance(value, str):
                fault = full_width_value(value, in_mapping)
            if value is None and not event.value and frame is not None and in_mapping:
                at = frame.key_at
            if fault is not None and not self._told(at):
                self.say_at(at, fault)
        self._add([*at, value])

    def _key(self, event: Any, frame: _Frame) -> None:
        frame.key, frame.dropped = event.value, False
        frame.key_at = (event.start_mark.line + 1, event.start_mark.column + 1)
        if event.implicit[0]:
            if event.value == "<<":
                self.say(event, refusals.MERGE)
                frame.dropped = self.misleading = True
                return
            value, fault = plain_scalar(event.value)
            odd = full_width_key(event.value)
            if odd is None and fault is None and not isinstance(value, str):
                odd = refusals.KEY_NOT_TEXT.filled(text=event.value)
            self.misleading |= odd is not None
            found = odd or fault
            if found is not None:
                self.say(event, found)
        if frame.key in frame.content:
            first = frame.content[frame.key]
            self.say(event, refusals.TWICE.filled(key=frame.key, line=first[3] if len(first) > 3 else first[0]))
            frame.dropped = True

    def _alias(self, event: Any) -> None:
        self.say(event, refusals.ANCHOR.filled(name=event.anchor, mark="*"))
        self.misleading = True
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.content, dict) and frame.key is None:
            frame.key, frame.dropped = f"*{event.anchor}", True
            return
        self._add([event.start_mark.line + 1, event.start_mark.column + 1, None])

    def _open(self, event: Any, content: Any) -> None:
        frame = self.stack[-1] if self.stack else None
        if len(self.stack) >= MOST_DEPTH:
            self.say(event, refusals.DEEP)
            raise _Stop
        if frame is not None and isinstance(frame.content, dict) and frame.key is None:
            self.say(event, refusals.KEY_NOT_SCALAR)
            raise _Stop
        self._add([event.start_mark.line + 1, event.start_mark.column + 1, content])
        self.stack.append(_Frame(content))

    def _add(self, raw: Raw) -> None:
        self.values += 1
        if self.values > MOST_VALUES:
            self.problems.append(
                Problem(refusals.MANY.code, refusals.MANY.words, Place(self.file, raw[0], raw[1]), refusals.MANY.hint)
            )
            raise _Stop
        if not self.stack:
            self.root = raw
            return
        frame = self.stack[-1]
        if isinstance(frame.content, list):
            frame.content.append(raw)
            return
        if not frame.dropped and frame.key is not None:
            frame.content[frame.key] = [*raw, *frame.key_at]
        frame.key = None


def read_document(text: str, file: str) -> Reading:
    """The one document of a file, with all faults of its spelling. Never raises for what the text contains."""
    unusable = tuple(unwanted(text, file))
    if unusable:
        return Reading(None, unusable, sound_shape=False)
    builder = _Builder(file)
    stopped = False
    try:
        for event in yaml.parse(text, Loader=_FAST):
            builder.take(event)
    except _Stop:
        stopped = True
    except yaml.MarkedYAMLError:
        broken = syntax_problem(text, file, builder.problems)
        return Reading(None, (*builder.problems, *([broken] if broken else [])), sound_shape=False)
    problems = builder.problems
    if builder.root is None:
        problems.append(Problem("EST-107", refusals.BLANK.words, Place(file, 1), refusals.BLANK.hint))
        return Reading(None, tuple(problems), sound_shape=False)
    node = Node(file, builder.root)
    if not node.is_mapping:
        if not problems:
            problems.append(Problem("EST-108", refusals.NO_MAPPING.words, node.place, refusals.NO_MAPPING.hint))
        return Reading(None, tuple(problems), sound_shape=False)
    return Reading(node, tuple(problems), sound_shape=not (stopped or builder.misleading))
