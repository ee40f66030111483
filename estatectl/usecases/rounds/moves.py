"""What people do with rounds besides recording them: begin one, let one off, test a finding again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from estatectl.domain.problems import BadInput, Problem, Refused
from estatectl.domain.rounds.round import Finding, Round, RoundState
from estatectl.domain.words import Words, same
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.moving import make_move
from estatectl.usecases.people import acting_person
from estatectl.usecases.rounds.book import RoundBook, load_round
from estatectl.usecases.rounds.naming import finding_named
from estatectl.usecases.rounds.permissions import may_not_excuse, not_entitled
from estatectl.usecases.rounds.plan_marks import roll_on
from estatectl.usecases.rounds.retesting import NOTE, READING, judge_again, keep_test
from estatectl.usecases.weighing import Wish


def start_round(house: House, round_id: str) -> Round:
    """Note that somebody begins a round now. Refuses one that is not open."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        book = RoundBook(Desk(house, unit, house.now))
        known = book.round(round_id)
        person = acting_person(house, unit)
        problems = [*_not_open(known), *not_entitled(house.bundle.organisation, known, book.programme(known), person)]
        if house.now < known.opens:
            words = Words(zh="{id} 还没到时间", en="{id} is not open yet").fill(id=same(known.id))
            problems.append(Problem("EST-864", words))
        if known.started_at is not None:
            words = Words(zh="{id} 已经开始", en="{id} has been started").fill(id=same(known.id))
            problems.append(Problem("EST-863", words))
        if problems:
            raise Refused(problems)
        return book.record(known, "started", {}, at=house.now, actor=person.id)


def excuse_rounds(house: House, round_ids: Sequence[str], reason: str) -> tuple[Round, ...]:
    """Let rounds off with a reason, all or none. Refuses who is not entitled, and rounds that are no longer open."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        book = RoundBook(Desk(house, unit, house.now))
        person = acting_person(house, unit)
        known = [book.round(round_id) for round_id in dict.fromkeys(round_ids)]
        problems = [] if reason.strip() else [Problem("EST-871", _NO_REASON)]
        for each in known:
            problems += [*_not_open(each), *may_not_excuse(book, each, book.programme(each), person)]
        if problems:
            raise Refused(problems)
        excused = []
        for each in known:
            after = book.record(each, "excused", {"reason": reason.strip()}, at=house.now, actor=person.id)
            roll_on(unit, house, after, after.nominal)
            excused.append(after)
        return tuple(excused)


_NO_REASON = Words(zh="批准不做要写明理由", en="to excuse a round needs a reason")


def _not_open(known: Round) -> list[Problem]:
    if known.state is RoundState.DUE:
        return []
    words = {
        RoundState.DONE: Words(zh="{id} 已经做完", en="{id} has been done"),
        RoundState.MISSED: Words(zh="{id} 已记为漏做", en="{id} is recorded as missed"),
        RoundState.EXCUSED: Words(zh="{id} 已批准不做", en="{id} has been excused"),
    }[known.state]
    hint = None
    if known.state is RoundState.MISSED:
        hint = Words(zh="补做请用 round record {id}", en="to make it up: round record {id}").fill(id=same(known.id))
    return [Problem("EST-863", words.fill(id=same(known.id)), hint=hint)]


@dataclass(frozen=True, slots=True)
class Retested:
    """A finding after a test: the round, the finding as it stands, and the case that belongs to it."""

    round: Round
    finding: Finding
    passed: bool


def retest_finding(
    house: House, typed: str, answer: str, note: str, confirmed: frozenset[str] = frozenset()
) -> Retested:
    """Test a finding again. One that has a case is tested by the case's own move, with all that follows there."""
    round_id, number = finding_named(house, typed)
    known = load_round(house.journal, round_id)
    finding = _finding(known, number)
    if finding.case is not None:
        workflow = house.bundle.workflows[str((house.journal.stream(finding.case))[0].data["workflow"])]
        move = next((each for each in workflow.moves if each.retests), None)
        if move is not None:
            given = {READING: answer, **({NOTE: note} if note else {})}
            make_move(house, Wish(case=finding.case, move=move.id, given=given, confirmed=confirmed))
            return _after(house, round_id, number)
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        book = RoundBook(Desk(house, unit, house.now))
        person = acting_person(house, unit)
        problems = not_entitled(house.bundle.organisation, known, book.programme(known), person)
        if finding.closed_at is not None:
            words = Words(zh="{id} 已关闭", en="{id} is closed").fill(id=same(typed))
            problems.append(Problem("EST-870", words))
        if problems:
            raise Refused(problems)
        keep_test(book, known, finding, judge_again(book, known, finding, answer, confirmed), person.id, note)
    return _after(house, round_id, number)


def _finding(known: Round, number: int) -> Finding:
    finding = known.finding(number)
    if finding is None:
        words = Words(zh="{id} 没有第 {n} 个异常", en="{id} has no finding {n}").fill(id=same(known.id), n=number)
        raise BadInput.one("EST-860", words)
    return finding


def _after(house: House, round_id: str, number: int) -> Retested:
    known = load_round(house.journal, round_id)
    finding = _finding(known, number)
    return Retested(known, finding, finding.closed_at is not None)
