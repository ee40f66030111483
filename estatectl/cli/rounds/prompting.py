"""Floor 5: a round asked item by item on a terminal; every question has a word of the command that answers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

import click

from estatectl.cli.context import Session
from estatectl.domain.checklists.expanding import Known
from estatectl.domain.checklists.item_reading import is_passed_over, read_item
from estatectl.domain.checklists.items import Item, ItemKind
from estatectl.domain.checklists.limits import Censored
from estatectl.domain.checklists.readings import RoundSheet, Shortfall, item_hint, retest
from estatectl.domain.problems import Problem
from estatectl.domain.rounds.round import RoundState
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed

if TYPE_CHECKING:
    from estatectl.domain.rounds.routes import Route
    from estatectl.usecases.rounds.recording import RoundWish
    from estatectl.usecases.rounds.views import RoundView

_FILES = (ItemKind.PHOTO, ItemKind.FILE, ItemKind.SIGNATURE)
_DOUBTFUL = "EST-854"


def asked(session: Session, wish: RoundWish) -> RoundWish:
    """The report, completed by asking: the times on a route, the items of the sheet, the evidence it needs."""
    from estatectl.usecases.rounds.views import view_round

    view = view_round(session.house, wish.round)
    if view.round.state not in (RoundState.DUE, RoundState.MISSED):
        return wish  # there is nothing to ask: it will be refused
    talk = _Talk(session, view)
    talk.say(Words(zh="{title}（{id}）", en="{title} ({id})").fill(title=view.programme.title, id=same(wish.round)))
    if view.route is not None:
        talk.walk(view.route, view.round.started_at)
    if view.sheet is not None:
        talk.fill_in(view.sheet)
    files = wish.files
    if view.programme.evidence is not None and not files:
        files = (talk.file(view.programme.evidence),)
    return replace(
        wish,
        given=talk.given,
        notes={**wish.notes, **talk.notes},
        confirmed=wish.confirmed | talk.confirmed,
        log=(*wish.log, *talk.log),
        files=files,
    )


@dataclass
class _Talk:
    """One conversation, and what it has brought so far."""

    session: Session
    view: RoundView
    given: list[tuple[str, str]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    log: list[tuple[str, str]] = field(default_factory=list)

    def say(self, words: Words) -> None:
        click.echo(self.session.text(words), err=True)

    def ask(self, words: Words) -> str:
        return str(click.prompt(self.session.text(words), default="", show_default=False, err=True)).strip()

    def agreed(self, words: Words, *, unless_said: bool) -> bool:
        return click.confirm(self.session.text(words), default=unless_said, err=True)

    def file(self, what: Words) -> str:
        """A file by its path, until there is one that can be read."""
        from estatectl.domain.problems import BadInput

        while True:
            try:
                return self.session.premises.digest(self.ask(Words(zh="{w}（文件）", en="{w} (file)").fill(w=what)))
            except BadInput as unreadable:
                self._objection(unreadable.problems[0])

    def walk(self, route: Route, started: datetime | None) -> None:
        """The time at each point; an empty answer says that it was not reached. Then what was met on the way."""
        from estatectl.usecases.rounds.recording import HELPED, SEEN

        site, zone = self.view.bundle.site, self.view.bundle.estate.zone
        self.say(
            Words(zh="各点到达时间；没有到的直接回车", en="the time at each point; Enter where it was not reached")
        )
        for leg in route.legs:
            point = site.checkpoints[leg.checkpoint]
            plan = f"{(started + leg.at).astimezone(zone):%H:%M}" if started else f"+{leg.at.seconds // 60}′"
            words = Words(zh="{code} {title}（计划 {plan}）", en="{code} {title} (planned {plan})")
            text = self._time(words.fill(code=same(point.code), title=point.title, plan=same(plan)))
            if text:
                self.given.append((point.id, text))
        for kind, words in ((HELPED, _HELPED), (SEEN, _SEEN)):
            text = self.ask(words)
            if text:
                self.log.append((kind, text))

    def _time(self, words: Words) -> str:
        from estatectl.usecases.rounds.reading import instant_of_text

        while True:
            text = self.ask(words)
            if not text or instant_of_text(text, self.session.premises.now, self.view.bundle.estate.zone) is not None:
                return text
            self.say(Words(zh="  写成 22:05", en="  write 22:05"))

    def fill_in(self, sheet: RoundSheet) -> None:
        """The items that apply, one by one; those asked of many things first all together."""
        known = Known()
        for _, group in groupby(sheet.items, key=lambda item: item.base):
            items = [item for item in group if sheet.asks(item, known)]
            if len(items) > 1 and items[0].sound is not None and self._all_sound(sheet, items):
                self.given += [(item.id, item.sound or "") for item in items]
                continue
            for item in items:
                self._item(sheet, item, known)

    def _all_sound(self, sheet: RoundSheet, items: Sequence[Item]) -> bool:
        written = next(item for item in sheet.checklist.items if item.id == items[0].base)
        words = Words(zh="{text}：{n} 处都正常？", en="{text}: all {n} in order?")
        return self.agreed(words.fill(text=written.text, n=len(items)), unless_said=True)

    def _item(self, sheet: RoundSheet, item: Item, known: Known) -> None:
        answer = self._answer(sheet, item)
        if answer is None:
            return
        self.given.append((item.id, answer))
        read = read_item(item, answer)
        if not isinstance(read, Problem | None) and not isinstance(read.value, Censored):
            known.note(item, read.value)

    def _answer(self, sheet: RoundSheet, item: Item) -> str | None:
        """An answer that will do, its note asked where it owes one; None where it may be and is left out."""
        if item.kind in _FILES:
            return self._attached(item)
        while True:
            text = self.ask(_question(item)) or item.sound or ""
            if (not text or is_passed_over(text)) and not item.required:
                return None
            said = retest(sheet, item.id, text, self.confirmed)
            if isinstance(said, Problem) and said.code == _DOUBTFUL and self._meant(item, said):
                said = retest(sheet, item.id, text, self.confirmed)
            if isinstance(said, Problem):
                self._objection(said) if said.code != _DOUBTFUL else None
                continue
            if isinstance(said, Shortfall):
                self._note(said)
            return text

    def _attached(self, item: Item) -> str | None:
        if not item.required and not self.agreed(
            Words(zh="{text}：要附上吗？", en="{text}: attach one?").fill(text=item.text), unless_said=False
        ):
            return None
        return self.file(item.text)

    def _meant(self, item: Item, doubt: Problem) -> bool:
        words = Words(zh="{doubt}。确实如此？", en="{doubt} Is it meant?").fill(doubt=doubt.words)
        if not self.agreed(words, unless_said=False):
            return False
        self.confirmed |= {item.id}
        return True

    def _note(self, short: Shortfall) -> None:
        self.say(Words(zh="  ✗ {limit}", en="  ✗ {limit}").fill(limit=short.limit))
        while not short.note and short.kind == "reading":
            text = self.ask(Words(zh="  怎么回事、怎么处理的", en="  what is wrong, and what was done"))
            if text:
                self.notes[short.name] = text
                return

    def _objection(self, problem: Problem) -> None:
        self.say(Words(zh="  {p}", en="  {p}").fill(p=problem.words))
        if problem.hint is not None:
            self.say(Words(zh="  {p}", en="  {p}").fill(p=problem.hint))


_HELPED = Words(zh="途中帮助业主的事（可不填）", en="help given to an owner on the way (optional)")
_SEEN = Words(zh="途中看到的情况（可不填）", en="something seen on the way (optional)")


def _question(item: Item) -> Words:
    """An item as it is asked: what, how it is answered, and what Enter stands for."""
    if item.sound is None:
        short = same(item.limits.shown(item.unit)) if item.limits.stated else item_hint(item)
        return Words(zh="{text}（{hint}）", en="{text} ({hint})").fill(text=item.text, hint=short)
    others = listed(_answers(item))
    words = Words(zh="{text}（{others}）[{sound}]", en="{text} ({others}) [{sound}]")
    return words.fill(text=item.text, others=others, sound=_sound(item))


def _answers(item: Item) -> Iterator[Words]:
    if item.choices:
        yield from (choice.title for choice in item.choices)
    else:
        yield Words(zh="是/否", en="yes/no")


def _sound(item: Item) -> Words:
    if item.sound in item.titles:
        return item.titles[item.sound or ""]
    return Words(zh="是", en="yes") if item.sound == "yes" else Words(zh="否", en="no")
