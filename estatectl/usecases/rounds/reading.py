"""What somebody typed of a round: times at checkpoints apart from answers, each read against the round's own day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from estatectl.domain.bundle import Bundle
from estatectl.domain.checklists.item_names import ItemNames
from estatectl.domain.checklists.item_reading import read_item
from estatectl.domain.checklists.items import Item
from estatectl.domain.checklists.readings import RoundSheet, sheet_for
from estatectl.domain.checklists.typed_answers import joined
from estatectl.domain.problems import Problem
from estatectl.domain.rounds.patrols import Visit, checkpoint_named
from estatectl.domain.rounds.round import Round
from estatectl.domain.rounds.routes import Route
from estatectl.domain.words import Words, same

_CLOCK = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Read:
    """Visits in the order typed, the answers that are left, and what cannot be read."""

    visits: tuple[Visit, ...]
    answers: Mapping[str, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """Answers and notes as they go on the sheet, and what cannot be read."""

    answers: Mapping[str, str]
    notes: Mapping[str, str]
    problems: tuple[Problem, ...]


Exceptions = Sequence[tuple[str, str]]


def apart(bundle: Bundle, route: Route | None, given: Sequence[tuple[str, str]], until: datetime) -> Read:
    """Which of the names typed are checkpoints. A bare time is the last one that the clock showed by `until`."""
    visits: list[Visit] = []
    answers: dict[str, str] = {}
    problems: list[Problem] = []
    for name, text in given:
        checkpoint = checkpoint_named(bundle.site, route, name) if route is not None else None
        if checkpoint is None:
            problems += [_twice(name)] if name in answers else []
            answers[name] = text
            continue
        at = instant_of_text(text, until, bundle.estate.zone)
        if at is None:
            problems.append(_no_time(name, text))
        else:
            visits.append(Visit(checkpoint, at))
    return Read(tuple(visits), answers, tuple(problems))


def _twice(name: str) -> Problem:
    words = Words(zh="“{name}”写了两次", en="'{name}' is there twice").fill(name=same(name))
    return Problem("EST-873", words, hint=Words(zh="删掉一处", en="leave one of them out"))


def _no_time(name: str, text: str) -> Problem:
    words = Words(zh="“{name}”的时间“{text}”看不懂", en="'{text}' at '{name}' is not a time")
    hint = Words(zh="写成 22:05 或 2026-05-01T22:05", en="write 22:05 or 2026-05-01T22:05")
    return Problem("EST-862", words.fill(name=same(name), text=same(text)), hint=hint)


def instant_of_text(text: str, until: datetime, zone: tzinfo) -> datetime | None:
    """The instant that a text means: with a date as it says; a bare time is today's, or yesterday's where that is to
    come yet. None where it is neither."""
    clock = _CLOCK.fullmatch(text.strip())
    if clock is None:
        try:
            told = datetime.fromisoformat(text.strip())
        except ValueError:
            return None
        return told if told.tzinfo is not None else told.replace(tzinfo=zone)
    hour, minute, second = (int(part or 0) for part in clock.groups())
    if hour > 23 or minute > 59 or second > 59:
        return None
    here = until.astimezone(zone)
    at = datetime.combine(here.date(), time(hour, minute, second), tzinfo=zone)
    return at if at <= until else datetime.combine(here.date() - _DAY, time(hour, minute, second), tzinfo=zone)


def sheet_of(bundle: Bundle, known: Round) -> RoundSheet | None:
    """What a round fills in, under the policies of its day; None where its programme has no checklist."""
    name = bundle.programmes[known.programme].checklist
    if name is None:
        return None
    return sheet_for(bundle.checklists[name], bundle.site, known.subject, lambda: bundle.shelves)


def excepted(sheet: RoundSheet | None, read: Read, notes: Mapping[str, str], exceptions: Exceptions) -> Marked:
    """Answers and notes with what was said not to be in order: `fire_door=propped open`, `chlorine=0.1 topped up`.

    Where an item has one answer that is not in order, the text is the note to it; else it is read as an answer.
    """
    answered, noted, problems = {**read.answers}, {**notes}, list(read.problems)
    names = ItemNames(sheet) if sheet is not None else None
    for name, text in exceptions:
        problems += [_twice(name)] if name in answered else []
        items = names.find(name).items if names is not None else ()
        wrong = {_wrong(item, text) for item in items}
        answer = wrong.pop() if len(wrong) == 1 else None
        answered[name] = answer or text
        if answer is not None:
            noted[name] = joined(noted.get(name, ""), text)
    return Marked(answered, noted, tuple(problems))


def _wrong(item: Item, text: str) -> str | None:
    """The one answer to an item that is not in order, where the text is a remark; None where it is an answer itself."""
    if item.read(text) is not None:
        return None
    if item.expect is not None:
        return "no" if item.expect else "yes"
    short = [choice.id for choice in item.choices if choice.falls_short]
    return short[0] if len(short) == 1 and isinstance(read_item(item, text), Problem) else None
