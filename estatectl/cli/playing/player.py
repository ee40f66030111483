"""Floor 5: plays a scenario through the commands themselves, clock and all, and tells what turns out otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from estatectl.cli.context import Session
from estatectl.cli.playing.audience import Audience
from estatectl.cli.playing.clockwork import Clockwork
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
    from estatectl.wiring.premises import Premises


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
        self.played = Played()

    def play(self, scenario: Scenario) -> Played:
        """Play it to its end; a command that is refused against expectation is noted, and the day goes on."""
        routine = Routine(self._premises, scenario) if scenario.keeps_rounds else None
        clockwork = Clockwork(self._premises, self._told, self._run, scenario.programmes, routine)
        for event in scenario.events:
            clockwork.go_on(event.at)
            try:
                self._event(event)
            except EstateError as refused:
                words = Words(zh="剧本里的这一步被拒绝", en="this step of the scenario was refused")
                self.played.problems += [Problem("EST-720", words, event.place), *refused.problems]
        self.played.ticks = clockwork.ticks
        if routine is not None:
            self.played.rounds = routine.kept
            self.played.problems += routine.problems
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
        about = page.data.get("case") or page.data.get("line")
        opened = page.data.get("opened") or (about.get("cases") if isinstance(about, Mapping) else None)
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
        """One command, as the program runs it, in this process; what is typed wrong is refused with the rest."""
        from click import ClickException

        from estatectl.cli.root import ROOT
        from estatectl.cli.usage import as_refusal

        session = self._new_session()
        try:
            with ROOT.make_context("estatectl", list(argv), obj=session) as ctx:
                page: Page = ROOT.invoke(ctx)
        except ClickException as refused:
            raise as_refusal(refused) from refused
        self.played.commands += 1
        return page, session

    def _new_session(self) -> Session:
        return self._session_of(self._premises.again())

    def _session_of(self, premises: Premises) -> Session:
        session = Session(lang=self._session.lang, no_input=True, quiet=True)
        session.premises, session.settings = premises, premises.settings
        return session

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
