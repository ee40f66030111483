"""Copies of the journal: making one and keeping the last few, and putting one back with what that loses said aloud."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.entries import Draft, Json
from estatectl.domain.problems import DataBroken, Refused
from estatectl.domain.words import Words
from estatectl.usecases.desk import adopted
from estatectl.usecases.ports import Journal
from estatectl.usecases.running.heartbeat import STREAM
from estatectl.usecases.running.ports import Held, Replacement, Shelf


@dataclass(frozen=True, slots=True)
class BackedUp:
    """The copy that was made, and the older ones that went."""

    name: str
    held: Held
    gone: tuple[str, ...]


def back_up(journal: Journal, shelf: Shelf, at: datetime, actor: str, keep: int | None) -> BackedUp:
    """Copy the journal, record that in it, and drop all but the last `keep` copies (None: none is dropped).

    The entry `backed_up` (file, entries, head) comes after the copy, so a copy never speaks of itself.
    """
    name, held = shelf.make(at)
    key = f"backed_up/{name}"
    with journal.unit(now=at, policy=adopted(journal) or "") as unit:
        if unit.done(key) is None:
            data: dict[str, Json] = {"file": name, "entries": held.entries, "head": held.head}
            unit.append(Draft(STREAM, "backed_up", at, actor, data, key))
    gone = () if keep is None else shelf.names()[:-keep]
    for each in gone:
        shelf.drop(each)
    return BackedUp(name, held, gone)


@dataclass(frozen=True, slots=True)
class Loss:
    """What restoring would take away: the journal that stands there, and how many of its entries the copy lacks.

    `lost` is None where the copy is not of this journal; `readable` tells whether the journal can be read at all.
    """

    present: Held | None
    lost: int | None
    readable: bool = True

    @property
    def is_none(self) -> bool:
        """Whether nothing at all would be lost."""
        return self.readable and (self.present is None or self.lost == 0)


def loss_by(new: Replacement) -> Loss:
    """What restoring a copy would lose."""
    try:
        present = new.present()
        return Loss(present, 0 if present is None else new.lost())
    except DataBroken:
        return Loss(None, None, readable=False)


def refuse_loss(loss: Loss) -> Refused:
    """EST-633: entries would be lost, and nobody said that they may be."""
    hint = Words(
        zh="确认请加 --replace；现有的一本会留在备份目录里",
        en="to confirm, add --replace; what stands there is kept among the copies",
    )
    return Refused.one("EST-633", loss_words(loss), hint=hint)


def loss_words(loss: Loss) -> Words:
    """What would be lost, as a sentence."""
    if not loss.readable:
        return Words(zh="现有的台账日志已读不出来，要整本换掉", en="the journal cannot be read: it is replaced whole")
    present = loss.present
    assert present is not None
    if loss.lost is None:
        words = Words(
            zh="现有的台账日志（{n} 条）与这份备份不是同一本，要整本换掉",
            en="the journal ({n} entries) is not the one that was copied: it is replaced whole",
        )
        return words.fill(n=present.entries)
    words = Words(zh="丢失备份之后的 {n} 条记录（共 {all} 条）", en="{n} entries after the copy are lost, of {all}")
    return words.fill(n=loss.lost, all=present.entries)


def note_restored(journal: Journal, at: datetime, actor: str, name: str, held: Held, loss: Loss) -> None:
    """Record in the restored journal that it is one, and how many entries were lost (null where nobody knows)."""
    data: dict[str, Json] = {"file": name, "entries": held.entries, "head": held.head, "lost": loss.lost}
    with journal.unit(now=at, policy=adopted(journal) or "") as unit:
        unit.append(Draft(STREAM, "restored", at, actor, data))
