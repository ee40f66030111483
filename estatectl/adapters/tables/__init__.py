"""Floor 3: bulk files that somebody hands in (CSV, JSONL, Excel) as rows, and what was refused of them handed back."""

from estatectl.adapters.tables.reading import kind_of, read_sheet
from estatectl.adapters.tables.rejects import write_rejects

__all__ = ["kind_of", "read_sheet", "write_rejects"]
