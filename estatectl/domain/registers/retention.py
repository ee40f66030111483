"""How long personal data is kept: so many days, months or years after a day or a deed. Domain floor."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from estatectl.domain.problems import Place
from estatectl.domain.tree import Node

ENTERED, CLOSED = "entered", "closed"
"""From when the time counts where no date field says so: a line's writing, a case's end."""

_UNITS = {"d": 0, "mo": 1, "y": 12}


@dataclass(frozen=True, slots=True)
class Retention:
    """`days`, or `months` of the calendar, after the day that `after` names."""

    days: int
    months: int
    after: str
    place: Place

    @classmethod
    def parse(cls, node: Node, otherwise: str) -> Retention:
        """A `retention` whose shape has been checked; `otherwise` is from when it counts unless told."""
        text = node.text("personal")
        number = int(text.rstrip("dmoy"))
        months = _UNITS[text.lstrip("0123456789")] * number
        return cls(0 if months else number, months, node.text("after", otherwise), node["personal"].place)

    def last_day(self, day: date) -> date:
        """The last day on which the data may be there, for a time that counts from `day`."""
        if not self.months:
            return day + timedelta(days=self.days)
        years, month = divmod(day.month - 1 + self.months, 12)
        year = min(day.year + years, date.max.year)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def parse_retention(node: Node, otherwise: str) -> Retention | None:
    """The `retention:` of a document; None where personal data is kept as long as the journal."""
    child = node.get("retention")
    return None if child is None else Retention.parse(child, otherwise)
