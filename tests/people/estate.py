"""A house of a few posts and skills over a journal in memory, and rows as a file would give them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from estatectl.adapters.plain_engine import PlainCorrelator, PlainEngine
from estatectl.adapters.policyfiles.reading import read_document
from estatectl.adapters.policyfiles.snapshots import bundle_from_bytes, bundle_to_bytes
from estatectl.adapters.sheets import read_rows
from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.domain.bundle import Bundle
from estatectl.domain.handed_in.sheets import Cell, SheetRow
from estatectl.domain.lexicon.understanding import Match
from estatectl.domain.problems import Place
from estatectl.usecases.house import House
from estatectl.wiring.places import packaged

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
VOCABULARY = {
    "posts": ("maintenance_technician", "security_guard", "cleaner"),
    "skills": ("plumbing", "electrical"),
}
ESTATE = packaged("policies") / "estate.yaml"
STAFF_COLUMNS = ("id", "name", "posts", "skills")
ROSTER_COLUMNS = ("person", "post", "start", "end", "weekdays", "from", "to", "since", "until")


class Wordless:
    """A finder for an estate without a lexicon."""

    def matches(self, text: str) -> Iterable[Match]:  # noqa: ARG002 - the port's signature
        return ()


class Copies:
    """Snapshots as the house keeps them."""

    def write(self, bundle: Bundle) -> bytes:
        return bundle_to_bytes(bundle)

    def read(self, content: bytes) -> Bundle:
        return bundle_from_bytes(content)


def house(journal: SqliteJournal | None = None) -> House:
    node = read_document(ESTATE.read_text(encoding="utf-8"), "estate.yaml").node
    assert node is not None
    return House(
        bundle=Bundle("p1", {"estate": (node,)}, VOCABULARY),
        journal=journal or SqliteJournal.in_memory(),
        engine=PlainEngine(),
        correlator=PlainCorrelator(),
        finder=Wordless(),
        snapshots=Copies(),
        now=NOW,
        actor="zhang",
    )


def row(**cells: str) -> SheetRow:
    """A row as the command line gives it: its column `from_` is `from`."""
    place = Place("-", 1)
    return SheetRow(place, {name.rstrip("_"): Cell(text, place) for name, text in cells.items()})


def rows(tmp_path: Path, text: str, columns: tuple[str, ...], name: str = "rows.csv") -> tuple[SheetRow, ...]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_rows(path, columns)


def at(text: str) -> datetime:
    """A time of the estate's clock as the journal gives it back."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def hours(count: int) -> timedelta:
    return timedelta(hours=count)
