"""Registers and lines by the names that people type, and who may write in which."""

from __future__ import annotations

from collections.abc import Iterable

from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import BadInput, Problem, Refused, did_you_mean
from estatectl.domain.registers.line import Line, fold_line
from estatectl.domain.registers.register import Register
from estatectl.domain.staff.organisation import Organisation
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.ports import Reader

ANYONE = "anyone"


def register_named(bundle: Bundle, typed: str) -> Register:
    """A register by its id, an alias or a title. Refuses an unknown one (EST-951)."""
    wanted = typed.strip()
    if wanted in bundle.registers:
        return bundle.registers[wanted]
    known = {name: each for each in bundle.registers.values() for name in (*each.aliases, each.title.zh, each.title.en)}
    if wanted in known:
        return known[wanted]
    words = Words(zh="没有叫“{name}”的登记簿", en="no register is called '{name}'").fill(name=same(wanted))
    hint = did_you_mean(wanted, (*bundle.registers, *known)) or Words(
        zh="用 register list 查看有哪些", en="'register list' shows which there are"
    )
    raise BadInput.one("EST-951", words, hint=hint)


def load_line(house: House, reader: Reader, typed: str) -> tuple[Register, Line]:
    """A line by its id, in any spelling people use (`pass-12` for PASS-12). Refuses an unknown one (EST-952)."""
    wanted = typed.strip().upper()
    row = reader.register_line(wanted)
    line = fold_line(reader.stream(wanted)) if row is not None else None
    if line is None:
        words = Words(zh="没有登记行 {id}", en="there is no line {id}").fill(id=same(wanted))
        hint = Words(zh="用 register list 登记簿 查看", en="'register list REGISTER' shows the lines")
        raise BadInput.one("EST-952", words, hint=hint)
    register = house.bundle.registers.get(line.register)
    if register is None:
        words = Words(zh="细则里已没有登记簿“{name}”", en="the policies have no register '{name}' any more")
        raise BadInput.one("EST-951", words.fill(name=same(line.register)))
    return register, line


def permit(person: Person, posts: Iterable[str], register: Register, deed: Words, organisation: Organisation) -> None:
    """Refuses (EST-421) a person whose posts are not among those named; a superior may do what those below may."""
    allowed = set(posts)
    held = set(person.posts)
    above = any(held & set(organisation.reports_up(post)) for post in allowed if post != ANYONE)
    if ANYONE in allowed or allowed & held or above:
        return
    titles = [post.title for name in posts if (post := organisation.post(name)) is not None]
    words = Words(zh="{person} 不能{deed}“{register}”", en="{person} may not {deed} '{register}'")
    hint = Words(
        zh="由{who}办理", en="it is for: {who}"
    ).fill(who=Words(zh="、".join(each.zh for each in titles), en=", ".join(each.en for each in titles)))  # fmt: skip
    filled = words.fill(person=person.name, deed=deed, register=register.title)
    raise Refused([Problem("EST-421", filled, hint=hint)])
