"""What can be known of the lines of registers, and of registers as a whole. Domain floor.

A line is looked at while something is still to come of it (it waits for confirmation, is out, or is to be looked at
within a month or was to be), and on the day on which somebody wrote to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.controls.knowable.specs import Specs, common, flag, members, named, number, text
from estatectl.domain.controls.scopes import Scope
from estatectl.domain.registers.line import LineState
from estatectl.domain.registers.register import Register
from estatectl.domain.rules.facts import FactKind, FactSpec
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle

WINDOWS = (1, 7, 30, 90, 365)
"""For how many days up to the end of the day lines are counted."""

DAYS = "_days"
"""`<field>_days`: how many days there are until the day or instant that a field names, negative when it is past."""


def line_specs(scope: Scope, bundle: Bundle) -> Specs:
    """The facts of lines. Over several registers: those that all of them have.

    The fields of the register that are choices, flags, numbers or money and not personal stand under their own names,
    left out where the line does not give them; a day or an instant as `<field>_days`. Left out are also `look_days`
    where the line is not to be looked at, `out_days` unless it is out, `due_days` unless it is out and due back on a
    day, `confirmed_hours` until all have confirmed.
    """
    wanted = [bundle.registers[name] for name in scope.names or bundle.registers if name in bundle.registers]
    return {**common(_fields(register) for register in wanted), **_of_line(bundle)}


def _fields(register: Register) -> Specs:
    plain = [field for field in register.fields.values() if not field.personal]
    facts = [field.fact for field in plain if field.fact is not None]
    dated = [field for field in plain if field.kind in (FieldKind.DATE, FieldKind.INSTANT)]
    return named(
        *facts,
        *(FactSpec(f"{field.name}{DAYS}", FactKind.NUMBER, (), _until(field.title)) for field in dated),
        members("given", register.fields, "已填的栏", "fields that are filled in"),
    )


def _until(title: Words) -> Words:
    return Words(zh="距“{title}”（天）", en="days until '{title}'").fill(title=title)


def _of_line(bundle: Bundle) -> Specs:
    return named(
        text("register", bundle.registers, "登记簿", "register"),
        text("state", (state.value for state in LineState), "状态", "state"),
        number("age_days", "发生至今（天）", "days since it happened"),
        number("late_entered_hours", "发生到登记（小时）", "hours from what happened to writing it down"),
        number("needs", "要几人确认", "confirmations needed"),
        number("confirmations", "已确认人数", "confirmations"),
        number("confirmed_hours", "登记到确认齐（小时）", "hours from writing to the last confirmation"),
        number("corrections", "更正次数", "corrections"),
        number("cases", "因此开单数", "cases opened because of it"),
        number("cases_open", "因此开单未结数", "of these still open"),
        number("look_days", "距应看日（天，过期为负）", "days until it is to be looked at, negative when past"),
        number("out_days", "已借出（天）", "days that it has been out"),
        number("due_days", "距应还日（天，过期为负）", "days until it is due back, negative when past"),
    )


def register_specs(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - every register knows the same
    """The facts of registers. Voided lines do not count; `last_days` is left out of an empty register."""
    return named(
        text("register", bundle.registers, "登记簿", "register"),
        number("lines", "有效行数", "lines that stand"),
        *(number(f"lines_{days}d", f"近 {days} 天行数", f"lines within {days} days") for days in WINDOWS),
        number("last_days", "距上一行（天）", "days since the last line"),
        number("unconfirmed", "待确认行数", "lines to be confirmed"),
        number("out", "在外行数", "lines that are out"),
        number("overdue", "过了应看日的行数", "lines that were to be looked at"),
        flag("keeps_personal", "登记个人信息", "keeps personal data"),
        flag("has_retention", "写明个人信息保存多久", "says how long personal data is kept"),
    )
