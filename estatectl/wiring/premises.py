"""Floor 4: the estate at hand, opened piece by piece."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from estatectl.domain.problems import BadInput, EstateError
from estatectl.domain.words import Words
from estatectl.wiring.places import packaged
from estatectl.wiring.ports import LazySnapshots, LexiconFinder

if TYPE_CHECKING:
    from collections.abc import Collection
    from contextlib import AbstractContextManager
    from datetime import datetime, tzinfo

    from estatectl.adapters.channels.carriers import EstateCarriers
    from estatectl.adapters.engines import LiveEngine
    from estatectl.adapters.locks import Taken
    from estatectl.adapters.sqlite.journal import SqliteJournal
    from estatectl.domain.bundle import Bundle
    from estatectl.usecases.delivery.outcomes import Sent
    from estatectl.usecases.house import House
    from estatectl.usecases.ports import ConceptFinder
    from estatectl.usecases.running.ports import Replacement, Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment and the global options say, as typed; None where nothing was said."""

    directory: Path | None = None
    now: str | None = None
    actor: str | None = None


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
        return LexiconFinder(self.bundle)

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

    @property
    def told_now(self) -> datetime:
        """Now in the estate's zone, for the log: where policies cannot tell it, the machine's clock. Never refuses."""
        from estatectl.adapters.clock import wall_clock

        try:
            return self.now.astimezone(self.zone)
        except (EstateError, OSError):
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
            snapshots=LazySnapshots(),
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

    @cached_property
    def carriers(self) -> EstateCarriers:
        """The channels over which notices leave, with this estate's secrets; none is read before it is needed."""
        from estatectl.adapters.channels.carriers import EstateCarriers
        from estatectl.adapters.estates import OUTBOX

        return EstateCarriers(self.directory, self.directory / OUTBOX, os.environ)

    @property
    def secrets_are_open(self) -> bool:
        """Whether others than their owner may read the secrets of this estate."""
        from estatectl.adapters.channels.secrets import SECRETS, open_to_others

        return open_to_others(self.directory / SECRETS)

    def deliver(self, *, far: bool = False) -> Sent:
        """Carry waiting notices out of the house: into the estate's outbox file, and with `far` over the network."""
        from estatectl.usecases.delivery.sending import deliver_waiting

        return deliver_waiting(self.house, self.carriers, far=far)

    def lock(self, name: str, note: str) -> AbstractContextManager[Taken]:
        """Ask for a lock of this estate, without waiting."""
        from estatectl.adapters.estates import RUN
        from estatectl.adapters.locks import taken

        return taken(self.directory / RUN / f"{name}.lock", note)

    def copies_folder(self, told: Path | None) -> Path:
        """Where copies of the journal lie: the folder named, else the estate's own."""
        from estatectl.domain.running.jobs import BACKUPS

        return (told or self.directory / BACKUPS).expanduser().absolute()

    def shelf(self, told: Path | None) -> Shelf:
        """The copies of this estate's journal in a folder."""
        from estatectl.adapters.estates import JOURNAL
        from estatectl.adapters.sqlite.copies import CopyShelf

        return CopyShelf(self.directory / JOURNAL, self.copies_folder(told))

    def replacement(self, copy: Path) -> AbstractContextManager[Replacement]:
        """A copy made ready to become this estate's journal, which must not be open here yet."""
        from estatectl.adapters.estates import JOURNAL
        from estatectl.adapters.sqlite.restoring import replacement

        return replacement(copy, self.directory / JOURNAL, self.copies_folder(None))

    def log(self, line: str) -> None:
        """Add a line to the log of this estate."""
        from estatectl.adapters.estates import LOG
        from estatectl.adapters.run_log import append_line

        append_line(self.directory / LOG, line)

    def forget_notices(self, streams: Collection[str]) -> None:
        """Take the texts of notices about streams out of the estate's outbox file."""
        from estatectl.adapters.estates import OUTBOX
        from estatectl.adapters.outbox import forget_notices

        forget_notices(self.directory / OUTBOX / "notices.jsonl", streams)

    def clock_if_known(self) -> tuple[tzinfo | None, datetime | None]:
        """The estate's zone and this command's instant where the command has come to know them; never refuses."""
        if "bundle" not in self.__dict__:
            return None, self.__dict__.get("now")
        return self.zone, self.now


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
