"""What workflows look up in registers: the fields are there on both sides, and fit each other. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import Field, FieldKind
from estatectl.domain.cases.lookups import NUMBER
from estatectl.domain.checks.fields import field_of
from estatectl.domain.checks.following import check_notice
from estatectl.domain.checks.written import Written, every_workflow, named, unknown
from estatectl.domain.problems import Problem
from estatectl.domain.registers.register import Register
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

_NO_FIELD = Words(zh="登记簿没有叫“{name}”的字段", en="the register has no field '{name}'")


def check_lookups(bundle: Bundle) -> Iterator[Problem]:
    """EST-386 for fields that are not there, EST-399 for flags and dates that are none, EST-922 for what cannot fit,
    EST-391 for what is said of it. Unknown registers are told with the other references."""
    for each in every_workflow(bundle):
        for node in each.node.each("looks_up"):
            register = bundle.registers.get(node.text("register"))
            if register is not None:
                yield from _of_one(each, register, node)


def _of_one(each: Written, register: Register, node: Node) -> Iterator[Problem]:
    for key in ("by", "gives"):
        child = node.get(key)
        for name, line in child.items() if child is not None else ():
            yield from _pair(each, register, name, line, by=key == "by")
    for key in ("live", "begins"):
        for date in named(node, key):
            yield from _date(register, date)
    for key in ("found", "lapsed"):
        for flag in named(node, key):
            yield from field_of(each, flag, FieldKind.FLAG)
    if "says" in node:
        yield from check_notice(each, node["says"])


def _pair(each: Written, register: Register, name: str, line: Node, *, by: bool) -> Iterator[Problem]:
    """A field of the case beside one of the line."""
    if name not in each.workflow.fields:
        key = Node(line.file, [line.key_place.line, line.key_place.col, name])
        yield unknown("EST-386", Words(zh="没有叫“{name}”的字段", en="no field is called '{name}'"), key,
                      each.workflow.fields)  # fmt: skip
        return
    if by and line.value == NUMBER:
        return
    if line.value not in register.fields:
        yield unknown("EST-386", _NO_FIELD, line, register.fields)
        return
    here, there = each.workflow.fields[name], register.fields[str(line.value)]
    if not _fit(here, there):
        words = Words(
            zh="登记簿的“{there}”装不进流程的“{here}”", en="'{there}' of the register does not fit '{here}' of the case"
        )
        hint = Words(zh="两边的类型、格式和取值要一致", en="type, form and values must be the same on both sides")
        yield Problem("EST-922", words.fill(there=same(there.name), here=same(here.name)), line.place, hint)


def _fit(here: Field, there: Field) -> bool:
    """Whether what a line holds can stand in the field of the case."""
    forms = here.format in (None, there.format)
    return here.kind is there.kind and forms and (here.kind is FieldKind.TEXT or set(there.values) <= set(here.values))


def _date(register: Register, name: Node) -> Iterator[Problem]:
    field = register.fields.get(str(name.value))
    if field is None:
        yield unknown("EST-386", _NO_FIELD, name, register.fields)
    elif field.kind is not FieldKind.DATE:
        words = Words(zh="字段“{name}”要是 date 类型才能用在这里", en="the field '{name}' must be of type date")
        yield Problem("EST-399", words.fill(name=same(field.name)), name.place)
