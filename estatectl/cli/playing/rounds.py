"""Floor 5: rounds in a scenario: which one is meant, who does it, how it is typed, and when the clock must tick."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from estatectl.domain.problems import EstateError, Problem
from estatectl.domain.rounds.round import RoundState
from estatectl.domain.scenario import Doing
from estatectl.domain.words import Lang, Words, same
from estatectl.usecases.ports import RoundQuery, RoundRow
from estatectl.usecases.rounds.plan_marks import PLAN

if TYPE_CHECKING:
    from estatectl.usecases.ports import Journal
    from estatectl.wiring.premises import Premises

EVIDENCE = "evidence"
_DUE, _MISSED = RoundState.DUE.value, RoundState.MISSED.value
_STATES = {"record": (_DUE, _MISSED), "start": (_DUE,), "excuse": (_DUE,)}
"""What a round must be for a verb to be about it; others take any."""

_WORDS = ("answer",)
"""Values that stand in the line by themselves, without an option's name."""

_FILES = ("file",)


def round_meant(premises: Premises, doing: Doing, at: datetime) -> RoundRow | None:
    """The newest round that a command can be about; None where the command is about none. Refuses where there is none
    (EST-720)."""
    from estatectl.usecases.rounds.naming import programme_named, subject_named

    if doing.round is None:
        return None
    bundle = premises.bundle
    programme, _, thing = doing.round.partition(":")
    query = RoundQuery(
        programmes=(programme_named(bundle, programme),),
        subject=subject_named(bundle, thing) if thing else None,
        states=_STATES.get(doing.verb or ""),
        opens_until=at,
        open_findings=doing.verb == "retest",
        newest=True,
        limit=1,
    )
    for row in premises.journal.rounds(query):
        return row
    words = Words(zh="没有可办的巡查“{name}”", en="there is no round '{name}' to do this with")
    raise EstateError([Problem("EST-720", words.fill(name=same(doing.round)))])


def round_words(premises: Premises, doing: Doing, row: RoundRow, lang: Lang) -> list[str]:
    """What is typed behind the verb: the number, answers and times by their shortest names, options."""
    argv = [row.id, *(doing.given[name] for name in _WORDS if name in doing.given)]
    short = _short_names(premises, row, lang) if doing.answers else {}
    for item, texts in doing.answers.items():
        argv += [f"{short.get(item, item)}={text}" for text in _answers(item, texts, row)]
    for name, value in doing.given.items():
        if name not in _WORDS:
            shown = _laid(f"{row.id}-{name}", value) if name in _FILES else value
            argv += [f"--{name.replace('_', '-')}", shown]
    return argv


def _short_names(premises: Premises, row: RoundRow, lang: Lang) -> dict[str, str]:
    """Items and checkpoints as somebody in a hurry types them."""
    from estatectl.render.rounds.sheets import typed_name
    from estatectl.usecases.rounds.views import view_round

    view = view_round(premises.house, row.id)
    items = {item.id: typed_name(item).of(lang) for item in (view.sheet.items if view.sheet else ()) if not item.thing}
    return items | {point.id: point.code for point in view.bundle.site.checkpoints.values()}


def _answers(item: str, texts: str, row: RoundRow) -> Iterator[str]:
    """An answer as typed; evidence is laid into a file; the times at a point that is passed again stand one by one."""
    if texts.startswith("@"):
        yield f"@{_laid(f'{row.id}-{item}', texts[1:])}"
    elif all(":" in part for part in texts.split(", ")):
        yield from texts.split(", ")
    else:
        yield texts


def _laid(name: str, text: str) -> str:
    path = Path(EVIDENCE, f"{name.replace('@', '-')}.txt")
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    return str(path)


def wakes(journal: Journal, until: datetime, programmes: frozenset[str] | None = None) -> Iterator[datetime]:
    """The first instants up to `until` at which a case, a round or a programme (of these, or any) has something for a
    tick to do."""
    cases = (row.wake_at for name in journal.waking(until)[:1] if (row := journal.case(name)) and row.wake_at)
    rounds = (
        walk.wake_at for name in journal.waking_rounds(until)[:1] if (walk := journal.round(name)) and walk.wake_at
    )
    plans = (
        mark.wake_at
        for mark in journal.plan_marks(due=until)
        if mark.wake_at and (programmes is None or mark.programme in programmes)
    )
    yield from (*cases, *rounds, *islice(plans, 1))


def unplanned(premises: Premises) -> bool:
    """Whether no tick has written down any rounds yet, though there are programmes."""
    return bool(premises.bundle.programmes) and premises.journal.last(PLAN) is None
