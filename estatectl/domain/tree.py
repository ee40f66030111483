"""A policy document as read: values with the place where each stands. The only thing that models are parsed from.

Raw form, also what the compiled cache stores as JSON: a value is `[line, col, value]`; a mapping's value is
`{key: [line, col, value, key_line, key_col]}`, a sequence's a list of values, a scalar's a JSON scalar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from estatectl.domain.problems import Place
from estatectl.domain.words import Words

Raw = list[Any]


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a document. Accessors assume that the schema has been checked: they do not explain bad shapes."""

    file: str
    raw: Raw

    @property
    def place(self) -> Place:
        return Place(self.file, self.raw[0], self.raw[1])

    @property
    def key_place(self) -> Place:
        """Where the key stands that this value belongs to; the value itself where it has no key."""
        return Place(self.file, self.raw[3], self.raw[4]) if len(self.raw) > 3 else self.place

    @property
    def value(self) -> Any:
        return self.raw[2]

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.raw[2], dict)

    @property
    def is_sequence(self) -> bool:
        return isinstance(self.raw[2], list)

    def __contains__(self, key: str) -> bool:
        return self.is_mapping and key in self.raw[2]

    def __getitem__(self, key: str) -> Node:
        return Node(self.file, self.raw[2][key])

    def get(self, key: str) -> Node | None:
        return self[key] if key in self else None

    def items(self) -> Iterator[tuple[str, Node]]:
        """The pairs of a mapping, in the order written."""
        for key, raw in self.raw[2].items():
            yield key, Node(self.file, raw)

    def each(self, key: str | None = None) -> Iterator[Node]:
        """The values of this sequence, or of the sequence under `key` (none if absent)."""
        holder = self if key is None else self.get(key)
        if holder is not None:
            for raw in holder.raw[2]:
                yield Node(self.file, raw)

    def text(self, key: str, default: str = "") -> str:
        node = self.get(key)
        return default if node is None or node.value is None else str(node.value)

    def maybe(self, key: str) -> str | None:
        node = self.get(key)
        return None if node is None or node.value is None else str(node.value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A sequence of texts; one scalar counts as a sequence of one."""
        node = self.get(key)
        if node is None or node.value is None:
            return ()
        return tuple(str(child.value) for child in node.each()) if node.is_sequence else (str(node.value),)

    def whole(self, key: str, default: int = 0) -> int:
        node = self.get(key)
        return default if node is None else int(node.value)

    def flag(self, key: str, default: bool = False) -> bool:
        node = self.get(key)
        return default if node is None else bool(node.value)

    def words(self, key: str, default: Words | None = None) -> Words:
        """A `{zh: …, en: …}` pair."""
        node = self.get(key)
        if node is None:
            return default if default is not None else Words(zh="", en="")
        return Words(zh=node.text("zh"), en=node.text("en"))

    def plain(self) -> Any:
        """The value as ordinary JSON, without places."""
        if self.is_mapping:
            return {key: child.plain() for key, child in self.items()}
        if self.is_sequence:
            return [child.plain() for child in self.each()]
        return self.value

    def at(self, *path: str | int) -> Node:
        """The value under a JSON path of keys and indexes."""
        node = self
        for step in path:
            node = Node(node.file, node.raw[2][step])
        return node


def exact(value: int | float | str) -> Decimal:
    """A number as it was written: 0.1 stays 0.1."""
    return Decimal(str(value))
