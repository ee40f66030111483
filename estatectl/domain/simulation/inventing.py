"""Of the ground floor: people who do not exist, with telephones, plates and identity numbers of the right form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Names:
    """What names are made of."""

    families: tuple[str, ...]
    given: tuple[str, ...]


def invented(dice: Random, names: Names, homes: Sequence[str]) -> Mapping[str, str]:
    """Somebody with a home: `owner`, `name`, `home`, `phone`, `plate`, `card`. No number of theirs is anybody's.

    Telephones begin with 1370001, which day-to-day examples use for people who do not exist.
    """
    family = dice.choice(names.families)
    return {
        "owner": family + dice.choice(("先生", "女士")),
        "name": family + dice.choice(names.given),
        "home": dice.choice(homes),
        "phone": f"1370001{dice.randrange(10_000):04d}",
        "plate": f"浙A{dice.randrange(10)}{dice.choice(_LETTERS)}{dice.randrange(1000):03d}",
        "card": _card(dice),
    }


def _card(dice: Random) -> str:
    born = date(1955, 1, 1) + timedelta(days=dice.randrange(365 * 45))
    digits = f"330108{born:%Y%m%d}{dice.randrange(1000):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + _CHECKS[total % 11]
