"""The tables of delivery: what became of each notice on its way out."""

from __future__ import annotations

from typing import Final

DELIVERY_TABLES: Final[tuple[str, ...]] = ()
DELIVERY_PROJECTIONS: Final[tuple[str, ...]] = ()
