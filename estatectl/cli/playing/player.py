"""Floor 5: plays a scenario through the commands themselves, clock and all, and tells what turns out otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from estatectl.cli.context import Session
from estatectl.cli.playing.rounds import unplanned, wakes
from estatectl.cli.playing.routine import Routine
from estatectl.cli.playing.typing import Typist, lay
from estatectl.domain.cases.case import Case
from estatectl.domain.problems import EstateError, Problem
from estatectl.domain.scenario import Calling, Doing, Event, Scenario
from estatectl.domain.words import Words
from estatectl.usecases.desk import load_case
from estatectl.usecases.ports import CaseQuery

if TYPE_CHECKING:
    from estatectl.render.page import Page
    from estatectl.usecases.house import House
    from estatectl.wiring.premises import Premises

_MINUTE = timedelta(minutes=1)


class Audience(Protocol):
    """Whom a player tells what happens, as it happens; what is shown, and how, is theirs to decide."""

    def chapter(self, words: Words, at: datetime) -> None: ...

    def command(self, argv: Sequence[str], session: Session, page: Page) -> None: ...

    def refusal(self, argv: Sequence[str], refused: EstateError) -> None: ...

    def opened(self, case: Case, house: House) -> None: ...

    def ticked(self, after: int, house: House) -> None:
        """The clock has ticked; what it did stands in the journal after that entry."""
        ...


@dataclass(slots=True)
class Played:
    """What was played: how many commands of which kind, and every way in which the scenario went otherwise.

    `rounds` were done in order because nobody spoke of them.
    """

    requests: int = 0
    commands: int = 0
    ticks: int = 0
    rounds: int = 0
    problems: list[Problem] = field(default_factory=list)


class Player:
    """Plays one scenario in one estate. Between events the clock ticks at every minute at which something is due."""

    def __init__(self, premises: Premises, session: Session, told: Audience) -> None:
        self._premises, self._session, self._told = premises, session, told
        self._ids: dict[str, str] = {}
        self._typist = Typist(premises, session, self._ids)
        self._latest: datetime | None = None
        self._routine: Routine | None = None
        self._without_rounds = False
        self.played = Played()

    def play(self, scenario: Scenario) -> Played:
        """Play it to its end; a command that is refused against expectation is noted, and the day goes on."""
        self._without_rounds = scenario.without_rounds
        if scenario.keeps_rounds:
            self._routine = Routine(self._premises, scenario)
        for event in scenario.events:
            self._tick_until(event.at)
            try:
                self._event(event)
            except EstateError as refused:
                words = Words(zh="剧本里的这一步被拒绝", en="this step of the scenario was refused")
                self.played.problems += [Problem("EST-720", words, event.place), *refused.problems]
        if self._routine is not None:
            self.played.rounds = self._routine.kept
            self.played.problems += self._routine.problems
        return self.played

    def _event(self, event: Event) -> None:
        match event.what:
            case Words():
                self._told.chapter(event.what, event.at)
            case Calling():
                self._call(event, event.what)
            case Doing() if event.routine:
                for label in self._concerned(event.what):
                    self._do(event, event.what, label)
            case Doing():
                self._do(event, event.what, event.what.case)

    def _call(self, event: Event, calling: Calling) -> None:
        typed = self._typist.calling(calling, event.at)
        argv = self._in_own_words(typed) if event.show else typed
        page, session = self._run(argv)
        case_id = str(page.data["case"]["id"])  # type: ignore[index]
        self._ids[calling.label] = case_id
        self._label_orders(calling.label)
        self.played.requests += 1
        if event.show:
            self._told.command(argv, session, page)
        else:
            self._told.opened(self._case(case_id), session.house)
        self._compare(event, case_id)

    def _do(self, event: Event, doing: Doing, label: str | None) -> None:
        case = None if label is None else self._case(self._id(label, event))
        lay(doing.lay)
        typed = self._typist.doing(doing, event.at, case, label)
        argv = self._in_own_words(typed) if event.show or doing.refused else typed
        try:
            page, session = self._run(argv)
        except EstateError as refused:
            if doing.refused is None or doing.refused not in {problem.code for problem in refused.problems}:
                raise
            self._told.refusal(argv, refused)
            return
        if doing.refused is not None:
            words = Words(zh="本应以 {code} 拒绝，却办成了", en="should have been refused with {code}, and was not")
            self.played.problems.append(Problem("EST-720", words.fill(code=doing.refused), event.place))
        self._hold_status(event, doing, page)
        if label is not None:
            self._label_orders(label.partition("/")[0])
            self._compare(event, self._ids[label])
        if doing.opens is not None:
            self._label_opened(event, doing.opens, page)
        if event.show:
            self._told.command(argv, session, page)

    def _hold_status(self, event: Event, doing: Doing, page: Page) -> None:
        if page.status != doing.status:
            words = Words(
                zh="退出状态应为 {wanted}，实为 {found}", en="the exit status should be {wanted}, it is {found}"
            )
            filled = words.fill(wanted=doing.status, found=page.status)
            self.played.problems += [Problem("EST-720", filled, event.place), *page.problems]

    def _in_own_words(self, argv: Sequence[str]) -> list[str]:
        return self._typist.in_own_words(argv, self._session_of(self._premises))

    def _concerned(self, doing: Doing) -> list[str]:
        """The labels that a step of a course is about: the request, or every order of it."""
        workflow = next(each for each in self._premises.bundle.workflows.values() if each.noun == doing.noun)
        label = doing.case or ""
        if not workflow.parents:
            return [label]
        return [each for each in self._ids if each.startswith(f"{label}/")]

    def _label_orders(self, label: str) -> None:
        known = set(self._ids.values())
        for row in self._premises.journal.cases(CaseQuery(parent=self._ids[label], by_id=True)):
            if row.id not in known:
                self._ids[f"{label}/{row.department}"] = row.id

    def _label_opened(self, event: Event, label: str, page: Page) -> None:
        """What a command opened gets its label: a case besides the one it is about, or the one that it is about."""
        opened, about = page.data.get("opened"), page.data.get("case") or page.data.get("line")
        if isinstance(opened, list) and opened:
            self._ids[label] = str(opened[0])
        elif isinstance(about, Mapping):
            self._ids[label] = str(about["id"])
        else:
            words = Words(zh="没有开出“{label}”", en="this opened nothing to be called '{label}'").fill(label=label)
            raise EstateError([Problem("EST-720", words, event.place)])
        if "case" in page.data or opened:
            self._label_orders(label)
            self._compare(event, self._ids[label])

    def _id(self, label: str, event: Event) -> str:
        if label not in self._ids:
            words = Words(zh="还没有“{label}”这张工单", en="there is no order '{label}' yet").fill(label=label)
            raise EstateError([Problem("EST-720", words, event.place)])
        return self._ids[label]

    def _case(self, case_id: str) -> Case:
        return load_case(self._premises.house, self._premises.journal, case_id)

    def _run(self, argv: list[str]) -> tuple[Page, Session]:
        """One command, as the program runs it, in this process."""
        from estatectl.cli.root import ROOT

        session = self._new_session()
        with ROOT.make_context("estatectl", list(argv), obj=session) as ctx:
            page: Page = ROOT.invoke(ctx)
        self.played.commands += 1
        return page, session

    def _new_session(self) -> Session:
        return self._session_of(self._premises.again())

    def _session_of(self, premises: Premises) -> Session:
        session = Session(lang=self._session.lang, no_input=True, quiet=True)
        session.premises, session.settings = premises, premises.settings
        return session

    def _tick_until(self, at: datetime) -> None:
        """What cron would have done up to an instant: a tick at every minute at which something is due."""
        if not self._without_rounds and unplanned(self._premises):
            self._tick(at.replace(second=0, microsecond=0))
        while due := min(wakes(self._premises.journal, at), default=None):
            minute = _next_minute(due.astimezone(at.tzinfo))
            if self._latest is not None and minute <= self._latest:
                minute = self._latest + _MINUTE
            if minute > at:
                break
            if not self._kept(minute):
                self._tick(minute)
        self._kept(at)

    def _kept(self, minute: datetime) -> bool:
        """Do the routine rounds up to a minute; whether there were any, which may leave nothing for a tick."""
        routine = self._routine
        if routine is None:
            return False
        before = routine.kept
        while due := next(routine.wakes(minute), None):
            routine.keep(_next_minute(due))
        return routine.kept > before

    def _tick(self, minute: datetime) -> None:
        before = self._premises.journal.head()[0]
        self._told.ticked(before, self._cases_tick(minute) if self._without_rounds else self._everything_ticks(minute))
        self.played.ticks += 1
        self._latest = minute

    def _everything_ticks(self, minute: datetime) -> House:
        page, session = self._run(["tick", "--as", "system", "--now", minute.strftime("%Y-%m-%dT%H:%M")])
        if self._routine is not None and page.data["rounds"]:
            self._routine.look(minute)
        return session.house

    def _cases_tick(self, minute: datetime) -> House:
        """What a tick does, without its rounds: they begin with the first tick that somebody gives themselves."""
        from estatectl.usecases.ticking import tick

        premises = self._premises.again()
        premises.settings = replace(premises.settings, now=minute.isoformat(), actor="system")
        tick(premises.house)
        premises.deliver()
        return premises.house

    def _compare(self, event: Event, case_id: str) -> None:
        """Hold a case against what the scenario expects of it."""
        if not event.expect:
            return
        case = self._case(case_id)
        found: Mapping[str, object] = {
            "repeat": False,
            "outage": False,
            **case.values,
            "stage": case.stage,
            "sure": case.sure,
        }
        for name, wanted in event.expect.items():
            if found.get(name) != wanted:
                words = Words(
                    zh="{id} 的 {name} 应为 {wanted}，实为 {found}",
                    en="{name} of {id} should be {wanted}, it is {found}",
                )
                filled = words.fill(id=case_id, name=name, wanted=wanted, found=found.get(name))
                self.played.problems.append(Problem("EST-720", filled, event.place))


def _next_minute(at: datetime) -> datetime:
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + _MINUTE
