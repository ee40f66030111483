"""Registers that a workflow looks things up in: by which fields, what a line gives, and until when it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from estatectl.domain.problems import Place
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

NUMBER = "number"
"""In `by:`, the number of a line itself, such as PASS-12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """Lines of `register` whose fields equal those of the case, by `by` (field of the case: field of the line).

    A line counts from the date in its field `begins` to the end of the one in `live`. `gives` fills fields of the case
    that nobody filled (field of the case: field of the line); the flag `found` says whether there is such a line,
    `lapsed` that there are only some outside their dates. `says` is what staff read of it, as a warning if it `warns`.
    """

    register: str
    by: Mapping[str, str]
    gives: Mapping[str, str]
    live: str | None
    begins: str | None
    found: str | None
    lapsed: str | None
    says: Words | None
    warns: bool
    place: Place

    @classmethod
    def parse(cls, node: Node) -> LookUp:
        says = node.get("says")
        return cls(
            register=node.text("register"),
            by=_pairs(node, "by"),
            gives=_pairs(node, "gives"),
            live=node.maybe("live"),
            begins=node.maybe("begins"),
            found=node.maybe("found"),
            lapsed=node.maybe("lapsed"),
            says=None if says is None else node.words("says"),
            warns=node.flag("warns"),
            place=node.place,
        )

    @property
    def filled(self) -> tuple[str, ...]:
        """The fields of the case that it fills."""
        return (*self.gives, *(name for name in (self.found, self.lapsed) if name is not None))


def _pairs(node: Node, key: str) -> dict[str, str]:
    child = node.get(key)
    return {} if child is None else {name: str(value.value) for name, value in child.items()}
