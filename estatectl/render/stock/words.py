"""People's words for quantities, money and what is unusual about them."""

from __future__ import annotations

from decimal import Decimal

from estatectl.domain.stock.quantities import plain, yuan
from estatectl.domain.stock.stock import Usual
from estatectl.domain.words import Words, same
from estatectl.render.page import Cell, Toned

LOW = Words(zh="该补货", en="reorder")
ITEM, STORE = Words(zh="品种", en="item"), Words(zh="仓库", en="store")
QUANTITY, BALANCE = Words(zh="数量", en="quantity"), Words(zh="结存", en="balance")
VERDICTS = {
    "usual": Words(zh="正常", en="usual"),
    "above": Words(zh="偏多", en="above"),
    "below": Words(zh="偏少", en="below"),
    "new": Words(zh="记账未满一期", en="too new to judge"),
    "open": None,
}


def quantity(value: Decimal, unit: str) -> str:
    return f"{plain(value)} {unit}"


def signed(value: Decimal) -> str:
    return f"+{plain(value)}" if value > 0 else plain(value)


def money(value: Decimal | None) -> Cell:
    """An amount in yuan, to the fen."""
    return None if value is None else f"{yuan(value):f}"


def verdict_cell(verdict: str) -> Cell:
    words = VERDICTS[verdict]
    if words is None:
        return None
    return Toned(words, "bad" if verdict in ("above", "below") else "plain")


def usual_words(usual: Usual | None) -> Words | None:
    """`1 – 20`, `≤ 20`, `≥ 1`; None where nothing is usual."""
    if usual is None:
        return None
    least, most = (None if side is None else plain(side) for side in (usual.least, usual.most))
    if least is not None and most is not None:
        return same(f"{least} – {most}")
    return same(f"≤ {most}" if least is None else f"≥ {least}")
