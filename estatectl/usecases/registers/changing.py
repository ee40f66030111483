"""Lines corrected, confirmed, given back and voided: what stood before stays in the journal and on the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.cases.moves import Ask
from estatectl.domain.entries import Json
from estatectl.domain.problems import BadInput, Problem, Refused
from estatectl.domain.registers.line import Line, LineState
from estatectl.domain.registers.register import Register
from estatectl.domain.rules.conditions import ALWAYS
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.usecases.desk import Desk
from estatectl.usecases.house import House
from estatectl.usecases.people import acting_person
from estatectl.usecases.ports import Unit
from estatectl.usecases.registers.book import record, sealed
from estatectl.usecases.registers.entering import in_future
from estatectl.usecases.registers.naming import load_line, permit
from estatectl.usecases.registers.reading import missing, objections, read_line, twice, wrong_state

CORRECT = Words(zh="更正", en="correct")
CONFIRM = Words(zh="确认", en="confirm")
GIVE_BACK = Words(zh="收回", en="take back")
VOID = Words(zh="作废", en="void")
_VOIDED = Words(zh="{line} 已作废", en="{line} is voided")


@dataclass(frozen=True, slots=True)
class _Deed:
    """Who does something to which line, under one transaction."""

    desk: Desk
    person: Person
    register: Register
    line: Line


def correct_line(house: House, line_id: str, given: Mapping[str, str], *, reason: str | None) -> Line:
    """Write other values for some fields; an empty one is taken out. Confirmations must be had anew."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        deed = _begin(house, unit, line_id, CORRECT)
        register, line = deed.register, deed.line
        asks = [Ask(name, required=False, when=ALWAYS) for name in register.taken]
        values, faults = read_line(house, unit, register, asks, {name: text for name, text in given.items() if text})
        changed: dict[str, FieldValue] = {
            name: value for name, value in values.items() if line.values.get(name) != value
        }
        changed |= {name: "" for name, text in given.items() if not text and line.values.get(name)}
        after = {name: value for name, value in {**line.values, **changed}.items() if value != ""}
        found = [*faults.values(), *missing(register, register.asks, after).values()]
        found += [*objections(register, after), *twice(unit, register, after, but=line.id)]
        if not found and not changed:
            words = Words(zh="{line} 没有要更正的", en="nothing of {line} would change").fill(line=same(line.id))
            found = [Problem("EST-958", words, hint=_CORRECT_HINT)]
        if found:
            raise Refused(found)
        data: dict[str, Json] = {"values": sealed(register, changed), "reason": (reason or "").strip()}
        return record(deed.desk, line, "corrected", data, actor=deed.person.id)


def confirm_line(house: House, line_id: str, *, note: str | None) -> Line:
    """Confirm what somebody else wrote. Whoever wrote or corrected it may not, nor anybody twice (EST-956)."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        deed = _begin(house, unit, line_id, CONFIRM)
        if deed.line.state is not LineState.UNCONFIRMED:
            raise Refused([wrong_state(deed.line, Words(zh="{line} 不须再确认", en="{line} needs no confirming"))])
        if deed.person.id in (*deed.line.writers, *deed.line.confirmed_by):
            words = Words(
                zh="{person} 记过或确认过 {line}，不能再确认",
                en="{person} wrote or confirmed {line} and may not confirm it",
            ).fill(person=deed.person.name, line=same(deed.line.id))
            raise Refused([Problem("EST-956", words, hint=Words(zh="请换一位同事", en="ask a colleague"))])
        return record(deed.desk, deed.line, "confirmed", {"note": (note or "").strip()}, actor=deed.person.id)


def give_back(house: House, line_id: str, given: Mapping[str, str], *, at: datetime | None) -> Line:
    """What the line names is back."""
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        deed = _begin(house, unit, line_id, GIVE_BACK, at)
        register, line = deed.register, deed.line
        if line.state is not LineState.OUT or register.returns is None:
            words = {
                LineState.RETURNED: Words(zh="{line} 已经还了", en="{line} is back already"),
                LineState.UNCONFIRMED: Words(zh="{line} 还没有确认", en="{line} is not confirmed yet"),
            }.get(line.state, Words(zh="{line} 不须归还", en="{line} is nothing to give back"))
            raise Refused([wrong_state(line, words)])
        values, faults = read_line(house, unit, register, register.returns.asks, given)
        unread = dict.fromkeys(faults, "")
        faults = {**missing(register, register.returns.asks, {**line.values, **unread, **values}), **faults}
        found = [*faults.values(), *in_future(house, at)]
        if at is not None and at < line.at:
            found.append(Problem("EST-428", Words(zh="归还早于登记", en="that is before it was written")))
        if found:
            raise Refused(found)
        return record(deed.desk, line, "returned", {"values": sealed(register, values)}, actor=deed.person.id)


def void_line(house: House, line_id: str, reason: str) -> Line:
    """Take a line out of what counts; it stays to be seen. A reason is needed (EST-475)."""
    if not reason.strip():
        raise BadInput.one("EST-475", Words(zh="作废须写明缘由", en="voiding a line needs a reason"))
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        deed = _begin(house, unit, line_id, VOID)
        return record(deed.desk, deed.line, "voided", {"reason": reason.strip()}, actor=deed.person.id)


def _begin(house: House, unit: Unit, line_id: str, deed: Words, at: datetime | None = None) -> _Deed:
    """Who acts on which line; refuses the wrong post, and a line that is voided."""
    person = acting_person(house, unit)
    register, line = load_line(house, unit, line_id)
    posts = {
        CORRECT: register.corrected_by,
        CONFIRM: register.confirmations.by if register.confirmations is not None else register.corrected_by,
        GIVE_BACK: register.returns.by if register.returns is not None else register.by,
        VOID: register.voided_by,
    }[deed]
    permit(person, posts, register, deed, house.bundle.organisation)
    if line.voided:
        raise Refused([wrong_state(line, _VOIDED)])
    return _Deed(Desk(house, unit, at or house.now), person, register, line)


_CORRECT_HINT = Words(
    zh="写上要改的字段，如 --note 新内容；清空写 --note ''",
    en="name the fields that change, as --note TEXT; --note '' takes one out",
)
