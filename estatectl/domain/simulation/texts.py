"""Of the ground floor: texts with names in braces, `{home}`, `{day+7d}`, `{at+2h}`, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random

from estatectl.domain.durations import Duration

Choices = Mapping[str, tuple[str, ...]]
"""For each field the texts that may stand in it; one is drawn."""

_NAMED = re.compile(r"\{([a-z_]+)(?:([+-])([0-9a-z]+))?\}")
_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Said:
    """What the names in braces stand for at one instant: `at` and `day` are its own, the rest is given."""

    at: datetime
    dice: Random
    names: Mapping[str, str] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """The text with its names filled in; an unknown one stays as it stands, to be seen."""
        return _NAMED.sub(lambda found: self._of(found[1], _length(found[2], found[3])) or found[0], text)

    def draw(self, choices: Choices) -> dict[str, str]:
        """One text for every field."""
        return {name: self.fill(self.dice.choice(texts)) for name, texts in choices.items()}

    def _of(self, name: str, later: timedelta) -> str | None:
        if name == "at":
            return (self.at + later).isoformat(timespec="minutes")
        if name == "day":
            return (self.at + later).date().isoformat()
        return self.names.get(name)


def paper(text: str) -> str:
    """The digest by which a file is kept, of a file that says this."""
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def _length(sign: str | None, text: str | None) -> timedelta:
    found = Duration.read(text) if text else None
    if found is None:
        return _NOTHING
    return -found.elapsed if sign == "-" else found.elapsed
