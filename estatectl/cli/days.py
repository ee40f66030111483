"""Floor 5: a day as it is typed behind `--date`, `--since` and their like."""

from __future__ import annotations

from datetime import date

from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words, same

DAY = Words(zh="日期 2026-10-09", en="DATE")
"""What help shows for it."""


def day_typed(text: str | None) -> date | None:
    """The day, or None where none was given. Refuses what is no day (EST-738)."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        words = Words(zh="“{text}”不是日期", en="'{text}' is not a date").fill(text=same(text))
        raise BadInput.one("EST-738", words, hint=Words(zh="写成 2026-10-09", en="write 2026-10-09")) from None
