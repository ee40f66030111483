"""How a mapping says when something was: the column, the form and the zone of an instant. Domain floor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from estatectl.domain.handed_in.mapped_columns import Named, named_column
from estatectl.domain.handed_in.sheets import SheetRow
from estatectl.domain.problems import Problem
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

_YEAR_FIRST = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d",
               "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H时%M分", "%Y年%m月%d日")  # fmt: skip
"""Understood without being declared: which is the month is not in doubt."""

_CLOCKS = ("%H:%M", "%H:%M:%S")


@dataclass(frozen=True, slots=True, kw_only=True)
class InstantOf:
    """An instant in a column; times without an offset are of `zone`, or the estate's.

    `clock` is the column of the time of day, where the source keeps it apart from the day.
    """

    column: Named
    formats: tuple[str, ...]
    zone: tzinfo | None
    clock: Named | None = None

    @property
    def columns(self) -> tuple[Named, ...]:
        return (self.column,) if self.clock is None else (self.column, self.clock)

    def written(self, row: SheetRow) -> str:
        """What the row says; empty where it says nothing."""
        return " ".join(text for column in self.columns if (text := row.text(column.name)))

    def told(self, row: SheetRow, zone: tzinfo) -> datetime | None:
        """The instant of a row, midnight where no time of day is told; None where it is not to be read."""
        told = self.read(row.text(self.column.name), zone)
        text = "" if self.clock is None else row.text(self.clock.name)
        if told is None or not text:
            return told
        clock = next((at for form in _CLOCKS if (at := _formed(text, form))), None)
        return None if clock is None else told.replace(hour=clock.hour, minute=clock.minute, second=clock.second)

    def read(self, text: str, zone: tzinfo) -> datetime | None:
        """The instant that a text means; None where it means none."""
        told = _iso(text) or next((at for form in (*self.formats, *_YEAR_FIRST) if (at := _formed(text, form))), None)
        if told is None or told.tzinfo is not None:
            return told
        return told.replace(tzinfo=self.zone or zone)


def parse_instant(node: Node | None, problems: list[Problem]) -> InstantOf | None:
    """An instant of a mapping, where it has one. EST-484 for forms and zones that there are not."""
    if node is None:
        return None
    for child in node.each("formats"):
        if not _is_form(str(child.value)):
            words = Words(zh="“{form}”不是时间格式", en="'{form}' is not a form of times").fill(form=child.value)
            hint = Words(zh="如 “%d.%m.%Y %H:%M”", en="such as '%d.%m.%Y %H:%M'")
            problems.append(Problem("EST-484", words, child.place, hint))
    clock = node.get("clock")
    return InstantOf(
        column=named_column(node)[0],
        formats=node.texts("formats"),
        zone=_zone(node, problems),
        clock=None if clock is None else Named(str(clock.value).strip(), clock.place),
    )


def _zone(node: Node, problems: list[Problem]) -> tzinfo | None:
    child = node.get("zone")
    if child is None:
        return None
    try:
        return ZoneInfo(str(child.value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        words = Words(zh="没有叫“{name}”的时区", en="no time zone is called '{name}'").fill(name=same(str(child.value)))
        hint = Words(zh="写 Asia/Shanghai 这样的名称", en="write a name such as Asia/Shanghai")
        problems.append(Problem("EST-484", words, child.place, hint))
        return None


def _is_form(form: str) -> bool:
    """Whether times can be written and read by it, the year included."""
    sample = datetime(2026, 11, 23)  # noqa: DTZ001 - a wall-clock time: only its digits matter
    return (read := _formed(sample.strftime(form), form)) is not None and read.date() == sample.date()


def _formed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is put on by `InstantOf.read`
    except ValueError:
        return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
