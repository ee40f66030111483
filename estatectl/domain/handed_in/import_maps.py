"""How the columns of a file that somebody hands in become the fields of a case. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from estatectl.domain.handed_in.sheets import SheetRow
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

OTHERS = "*"
"""In a `map:`, whatever else the source writes."""

_YEAR_FIRST = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d",
               "%Y年%m月%d日 %H:%M", "%Y年%m月%d日%H时%M分", "%Y年%m月%d日")  # fmt: skip
"""Understood without being declared: which is the month is not in doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """How the file is written; None where it is to be found out. `heading` is the row of the column names, from 1."""

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    heading: int = 1


@dataclass(frozen=True, slots=True)
class Named:
    """A column that the mapping names, and where it does."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueOf:
    """Where a field's text comes from. `table` is what the source writes → what it is here, with its places."""

    columns: tuple[Named, ...]
    join: str
    constant: str | None
    table: Mapping[str, str]
    default: str | None
    required: bool
    place: Place
    table_places: Mapping[str, Place]

    def written(self, row: SheetRow) -> str:
        """What the row says, before the mapping's own table; empty where it says nothing."""
        return self.join.join(text for column in self.columns if (text := row.text(column.name)))

    def text(self, row: SheetRow) -> str | None:
        """The field's text for a row, empty for none; None where the table does not know what the row says."""
        if self.constant is not None:
            return self.constant
        written = self.written(row)
        if not written:
            return self.default or ""
        return self.table.get(written, self.table.get(OTHERS)) if self.table else written

    def at(self, row: SheetRow) -> Place | None:
        """Where the row says it."""
        return row.at(self.columns[0].name) if self.columns else row.place


@dataclass(frozen=True, slots=True, kw_only=True)
class InstantOf:
    """An instant in a column; times without an offset are of `zone`, or the estate's."""

    column: Named
    formats: tuple[str, ...]
    zone: tzinfo | None

    def read(self, text: str, zone: tzinfo) -> datetime | None:
        """The instant that a text means; None where it means none."""
        told = _iso(text) or next((at for form in (*self.formats, *_YEAR_FIRST) if (at := _formed(text, form))), None)
        if told is None or told.tzinfo is not None:
            return told
        return told.replace(tzinfo=self.zone or zone)


@dataclass(frozen=True, slots=True)
class Test:
    """A test on a column: whether it is one of `values`, or whether it is blank."""

    column: Named
    values: frozenset[str]
    empty: bool | None

    def holds(self, row: SheetRow) -> bool:
        text = row.text(self.column.name)
        return (not text) is self.empty if self.empty is not None else text in self.values


@dataclass(frozen=True, slots=True)
class History:
    """Which rows were over at the source, when, and what is kept of how."""

    when: tuple[Test, ...]
    at: InstantOf | None
    fields: Mapping[str, ValueOf]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMap:
    """One mapping document."""

    id: str
    title: Words
    workflow: str
    form: FileForm
    key: tuple[Named, ...]
    at: InstantOf | None
    open_after: date | None
    skip_when: tuple[Test, ...]
    history: History | None
    fields: Mapping[str, ValueOf]
    fields_place: Place
    place: Place

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> ImportMap:  # noqa: ARG003
        """What the fields are is the workflow's to say: see `usecases.import_checks`."""
        after, past = node.maybe("open_after"), node.get("history")
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            workflow=node.text("workflow"),
            form=_form(node.get("file")),
            key=_columns(node, "key"),
            at=_instant(node.get("at"), problems),
            open_after=date.fromisoformat(after) if after else None,
            skip_when=_tests(node, "skip_when"),
            history=None if past is None else _history(past, problems),
            fields=_fields(node),
            fields_place=node["fields"].key_place,
            place=node.place,
        )

    def columns(self) -> Iterator[Named]:
        """Every column that the mapping names, as often as it does."""
        yield from self.key
        sources, tests = list(self.fields.values()), list(self.skip_when)
        instants = [self.at]
        if self.history is not None:
            sources += self.history.fields.values()
            tests += self.history.when
            instants.append(self.history.at)
        for source in sources:
            yield from source.columns
        yield from (test.column for test in tests)
        yield from (instant.column for instant in instants if instant is not None)


def _form(node: Node | None) -> FileForm:
    if node is None:
        return FileForm()
    return FileForm(
        format=node.maybe("format"),
        encoding=node.maybe("encoding"),
        delimiter=node.maybe("delimiter"),
        sheet=node.maybe("sheet"),
        heading=node.whole("heading", 1),
    )


def _columns(node: Node, key: str) -> tuple[Named, ...]:
    return tuple(Named(str(child.value).strip(), child.place) for child in node.each(key))


def _column(node: Node) -> tuple[Named, ...]:
    child = node.get("column")
    return () if child is None else (Named(str(child.value).strip(), child.place),)


def _fields(node: Node) -> dict[str, ValueOf]:
    holder = node.get("fields")
    return {} if holder is None else {name: _value(child) for name, child in holder.items()}


def _value(node: Node) -> ValueOf:
    pairs = dict(table.items()) if (table := node.get("map")) is not None else {}
    return ValueOf(
        columns=_column(node) or _columns(node, "columns"),
        join=node.text("join", " "),
        constant=node.maybe("value"),
        table={said.strip(): str(child.value).strip() for said, child in pairs.items()},
        default=node.maybe("default"),
        required=node.flag("required"),
        place=node.key_place,
        table_places={said.strip(): child.place for said, child in pairs.items()},
    )


def _tests(node: Node, key: str) -> tuple[Test, ...]:
    return tuple(
        Test(_column(each)[0], frozenset(each.texts("is")), each.flag("empty") if "empty" in each else None)
        for each in node.each(key)
    )


def _history(node: Node, problems: list[Problem]) -> History:
    return History(_tests(node, "when"), _instant(node.get("at"), problems), _fields(node), node.key_place)


def _instant(node: Node | None, problems: list[Problem]) -> InstantOf | None:
    if node is None:
        return None
    for child in node.each("formats"):
        if not _is_form(str(child.value)):
            words = Words(zh="“{form}”不是时间格式", en="'{form}' is not a form of times").fill(form=child.value)
            hint = Words(zh="如 “%d.%m.%Y %H:%M”", en="such as '%d.%m.%Y %H:%M'")
            problems.append(Problem("EST-484", words, child.place, hint))
    return InstantOf(column=_column(node)[0], formats=node.texts("formats"), zone=_zone(node, problems))


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
