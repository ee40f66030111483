"""Floor 5: the options of a command as the one row of a sheet, so that typing and importing are judged alike."""

from __future__ import annotations

from estatectl.domain.handed_in.sheets import Cell, SheetRow


def typed_row(**columns: str) -> SheetRow:
    """A row of what was typed; it has no place in a file to point at."""
    return SheetRow(None, {name: Cell(text.strip(), None) for name, text in columns.items()})
