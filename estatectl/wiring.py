"""Floor 4: the composition root, the only module that knows all adapters."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from estatectl.domain.problems import BadInput
from estatectl.domain.words import Lang, Words

if TYPE_CHECKING:
    from datetime import datetime, tzinfo
    from typing import TextIO

    from estatectl.adapters.engines import LiveEngine
    from estatectl.adapters.sqlite.journal import SqliteJournal
    from estatectl.domain.bundle import Bundle
    from estatectl.domain.import_maps import FileForm, ImportMap
    from estatectl.domain.problems import Place, Problem
    from estatectl.domain.sheets import HandedRow, Sheet, SheetRow
    from estatectl.domain.tree import Node
    from estatectl.domain.understanding import Match
    from estatectl.usecases.house import House
    from estatectl.usecases.outbox import Delivery
    from estatectl.usecases.policies import Explanation
    from estatectl.usecases.ports import ConceptFinder, Notifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment and the global options say, as typed; None where nothing was said."""

    directory: Path | None = None
    now: str | None = None
    actor: str | None = None


def packaged(kind: str) -> Path:
    """The `policies` or `schemas` that came with the program: in the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    shipped = package / "_bundle" / kind
    return shipped if shipped.is_dir() else package.parent / kind


class Premises:
    """The estate at hand, opened piece by piece: nothing is read before it is asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def found(self) -> Path | None:
        """The estate directory, if there is one here or above, or the one named."""
        from estatectl.adapters.estates import find_estate

        return find_estate(self.settings.directory, Path.cwd())

    @property
    def directory(self) -> Path:
        """The estate directory; refuses where there is none."""
        if self.found is None:
            from estatectl.adapters.estates import no_estate

            raise no_estate(Path.cwd())
        return self.found

    @property
    def policies(self) -> Path:
        """The estate's policies, or outside an estate those that came with the program."""
        folder = self.found / "policies" if self.found is not None else packaged("policies")
        here = Path.cwd()
        return folder.relative_to(here) if folder.is_relative_to(here) else folder

    @cached_property
    def bundle(self) -> Bundle:
        """The policies in force; refuses when they do not hold together."""
        from estatectl.adapters.policyfiles.loading import load_bundle

        return load_bundle(self.policies, cache=self.cache)

    @cached_property
    def cache(self) -> Path | None:
        from estatectl.adapters.estates import cache_directory

        return cache_directory(os.environ)

    @cached_property
    def journal(self) -> SqliteJournal:
        from estatectl.adapters.estates import JOURNAL
        from estatectl.adapters.sqlite.journal import SqliteJournal

        return SqliteJournal.open(str(self.directory / JOURNAL))

    @cached_property
    def engine(self) -> LiveEngine:
        from estatectl.adapters.engines import LiveEngine

        return LiveEngine()

    @cached_property
    def finder(self) -> ConceptFinder:
        """Sees the words of the lexicon in texts."""
        return _LexiconFinder(self.bundle)

    @property
    def zone(self) -> tzinfo:
        return self.bundle.estate.zone

    @cached_property
    def now(self) -> datetime:
        """The instant of this command: `--now`, read in the estate's zone where it names none, else the clock's."""
        if self.settings.now is not None:
            return _told(self.settings.now, self)
        from estatectl.adapters.clock import wall_clock

        return wall_clock()

    @cached_property
    def actor(self) -> str:
        """The id of the member of staff who acts: by id, or by a name that only one has; `system` stays itself."""
        told = self.settings.actor or _login()
        people = self.journal.people()
        if any(person.id == told for person in people):
            return told
        named = [person.id for person in people if person.name == told and not person.left]
        return named[0] if len(named) == 1 else told

    @cached_property
    def house(self) -> House:
        """Everything that a use case needs."""
        from estatectl.usecases.house import House

        return House(
            bundle=self.bundle,
            journal=self.journal,
            engine=self.engine,
            correlator=self.engine,
            finder=self.finder,
            snapshots=_Snapshots(),
            now=self.now,
            actor=self.actor,
        )

    def again(self) -> Premises:
        """The same estate for one more command in this process: what is costly to open is shared, settings are not."""
        other = Premises(Settings(directory=self.directory))
        for name in ("found", "bundle", "journal", "engine", "finder"):
            other.__dict__[name] = getattr(self, name)
        return other

    def instant(self, text: str | None) -> datetime | None:
        """An instant as typed, read in the estate's zone where it names none."""
        return None if text is None else _told(text, self)

    def digest(self, path: str) -> str:
        """The digest of an evidence file."""
        from estatectl.adapters.evidence import digest_of

        return digest_of(path)

    def person_id(self, typed: str) -> str:
        """The id of the member of staff whom an id or a name means; refuses somebody who is not on the register."""
        from estatectl.usecases.people import find_person

        return find_person(self.journal, typed).id

    def deliver(self) -> Delivery:
        """Carry waiting notices out of the house: into the estate's outbox file."""
        from estatectl.adapters.estates import OUTBOX
        from estatectl.adapters.outbox import FileNotifier
        from estatectl.usecases.outbox import deliver_waiting

        return deliver_waiting(self.house, FileNotifier(self.directory / OUTBOX / "notices.jsonl"))

    def clock_if_known(self) -> tuple[tzinfo | None, datetime | None]:
        """The estate's zone and this command's instant where the command has come to know them; never refuses."""
        if "bundle" not in self.__dict__:
            return None, self.__dict__.get("now")
        return self.zone, self.now


class _Snapshots:
    """`ports.Snapshots`, read and written only when policies change or an old decision is explained."""

    def write(self, bundle: Bundle) -> bytes:
        from estatectl.adapters.policyfiles.snapshots import bundle_to_bytes

        return bundle_to_bytes(bundle)

    def read(self, content: bytes) -> Bundle:
        from estatectl.adapters.policyfiles.snapshots import bundle_from_bytes

        return bundle_from_bytes(content)


class _LexiconFinder:
    """The finder of the house, built when the first text is read: a board needs none."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle

    def matches(self, text: str) -> Iterable[Match]:
        return self._finder.matches(text)

    @cached_property
    def _finder(self) -> ConceptFinder:
        from estatectl.adapters.concepts import AutomatonFinder

        return AutomatonFinder(self._bundle.lexicon)


def screen(stream: TextIO, lang: Lang) -> Notifier:
    """A notifier that shows notices to the person at the terminal."""
    from estatectl.adapters.outbox import TerminalNotifier

    return TerminalNotifier(stream, lang)


def sample(name: str) -> Path:
    """A file of the sample estate, such as `staff.csv`."""
    return Path(__file__).resolve().parent / "sample" / name


def found_estate(directory: Path, files: Mapping[str, str]) -> None:
    """Make an estate directory with an empty journal, all or nothing: its policies are proved sound first."""
    from estatectl.adapters.estates import JOURNAL, cache_directory, lay_out, refuse_taken
    from estatectl.adapters.policyfiles.loading import load_bundle
    from estatectl.adapters.sqlite.journal import SqliteJournal

    refuse_taken(directory)
    load_bundle(packaged("policies"), cache=cache_directory(os.environ))
    lay_out(directory, policies=packaged("policies"), schemas=packaged("schemas"), files=files)
    SqliteJournal.open(str(directory / JOURNAL), create=True).close()


def fresh_demo(directory: Path) -> None:
    """Make room for a demo estate: one that an earlier demo made is removed, anything else is left to be refused."""
    from estatectl.adapters.estates import remove_demo

    remove_demo(directory)


def mark_demo(directory: Path) -> None:
    """Note that an estate directory is a demo's, so that the next one may replace it."""
    from estatectl.adapters.estates import mark_demo as mark

    mark(directory)


def _told(text: str, premises: Premises) -> datetime:
    from datetime import datetime

    try:
        told = datetime.fromisoformat(text.strip())
    except ValueError:
        words = Words(zh="“{text}”不是时刻", en="'{text}' is not an instant").fill(text=text)
        hint = Words(
            zh="写成 2026-05-01T08:30，或带时区 2026-05-01T08:30+08:00",
            en="write 2026-05-01T08:30, or with its offset 2026-05-01T08:30+08:00",
        )
        raise BadInput.one("EST-406", words, hint=hint) from None
    return told if told.tzinfo is not None else told.replace(tzinfo=premises.zone)


def _login() -> str:
    """The name of the OS user; a machine that does not know who runs us gets a name that no member of staff has."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "nobody"


def examined_policies(folder: Path) -> tuple[Bundle, tuple[Problem, ...]]:
    """The policies of a folder read afresh, and everything that is wrong with them."""
    from estatectl.adapters.policyfiles.examining import examine
    from estatectl.adapters.policyfiles.sources import gather

    examined = examine(gather(folder))
    return examined.bundle, examined.problems


def source_line(place: Place) -> str | None:
    """The line of a policy file that a place stands in."""
    from estatectl.adapters.policyfiles.sources import source_line as line_of

    return line_of(place)


def policy_schemas() -> Mapping[str, str]:
    """The JSON Schema of every kind of policy, as its file has it."""
    from estatectl.adapters.policyfiles.schemas import kinds, schema_text

    return {kind: schema_text(kind) for kind in kinds()}


def error_codes() -> Mapping[str, Explanation]:
    """What every error code means."""
    from estatectl.adapters.policyfiles.codes import code_book

    return code_book()


def read_rows(path: Path, columns: Sequence[str]) -> tuple[SheetRow, ...]:
    """The rows of a register that somebody hands in, as CSV or YAML."""
    from estatectl.adapters.sheets import read_rows as rows_of

    return rows_of(path, columns)


def single_document(text: str, file: str) -> Node:
    """One policy document outside the bundle, its shape checked; refuses with all that is wrong with it."""
    from estatectl.adapters.policyfiles.single import read_single

    return read_single(text, file)


def import_map(path: Path) -> ImportMap:
    """A mapping document; refuses with all that is wrong with it. It is handed in, so bad ones are bad input."""
    from estatectl.adapters.policyfiles.characters import decoded
    from estatectl.adapters.policyfiles.single import read_single
    from estatectl.domain.import_maps import ImportMap
    from estatectl.domain.problems import PolicyInvalid, Problem

    text = decoded(path.read_bytes(), str(path))
    if isinstance(text, Problem):
        raise BadInput([text])
    try:
        node = read_single(text, str(path))
    except PolicyInvalid as invalid:
        raise BadInput(invalid.problems) from invalid
    if node.text("kind") != "import_map":
        words = Words(zh="这不是导入对照表（kind: import_map）", en="this is no mapping (kind: import_map)")
        raise BadInput.one("EST-484", words, place=node["kind"].place)
    problems: list[Problem] = []
    mapping = ImportMap.parse(node, {}, problems)
    if problems:
        raise BadInput(problems)
    return mapping


def read_sheet(path: Path, form: FileForm) -> Sheet:
    """The rows of a bulk file: CSV, JSONL or Excel."""
    from estatectl.adapters.tables import read_sheet as sheet_of

    return sheet_of(path, form)


def write_rejects(
    path: Path, source: Path, form: FileForm, sheet: Sheet, refused: Sequence[tuple[HandedRow, str]]
) -> None:
    """Hand refused rows back as the kind of file they came in."""
    from estatectl.adapters.tables import kind_of
    from estatectl.adapters.tables import write_rejects as write

    write(path, kind_of(source, form), sheet.columns, refused)
