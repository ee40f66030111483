"""What can be known of cover by the roster, of people and of posts. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.controls.knowable.ledgers import DAYS
from estatectl.domain.controls.knowable.specs import Specs, flag, members, named, number, text
from estatectl.domain.controls.scopes import Scope
from estatectl.domain.registers.register import Register
from estatectl.domain.rules.facts import FactSpec

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle

PERSON = "person"
"""A register is about members of staff where its field of this name is one."""

SUMMED = (30, 365)
"""For how many days up to the end of the day the lines about a person are counted and their numbers added up."""


def cover_specs(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - every cover knows the same
    """The facts of what the shift plans want staffed, on the day and within the seven days after it.

    Nothing is left out: where the roster is empty all of it is short.
    """
    covers = (name for plan in bundle.shift_plans.values() for name in plan.cover)
    return named(
        text("cover", covers, "值守要求", "cover"),
        text("plan", bundle.shift_plans, "排班细则", "shift plan"),
        text("department", bundle.organisation.departments, "部门", "department"),
        number("wanted_hours", "应值守（小时）", "hours that were to be covered"),
        number("short_hours", "缺人（小时）", "hours with too few on duty"),
        number("unskilled_hours", "缺技能（小时）", "hours with too few who have the skill"),
        number("uncertified_hours", "缺持证（小时）", "hours with too few who hold the certificate"),
        number("too_long", "连班过长", "people on duty for too long"),
        number("little_rest", "休息不足", "people with too little rest"),
        number("double", "同时两班", "people on two shifts at once"),
        number("on_leave", "请假仍排班", "shifts of people on leave"),
        number("gone", "离职仍排班", "shifts of people who have left"),
        number("expired", "证件已过期的人", "people whose certificate has expired"),
        number("expiring_30d", "证件 30 天内到期的人", "people whose certificate ends within 30 days"),
        flag("planned", "今后 7 天已排班", "there are shifts within the next 7 days"),
        number("ahead_wanted_hours", "今后 7 天应值守（小时）", "hours to be covered within the next 7 days"),
        number("ahead_short_hours", "今后 7 天缺人（小时）", "hours with too few within the next 7 days"),
        number("ahead_faults", "今后 7 天排班毛病", "other faults of the roster within the next 7 days"),
    )


def about_people(bundle: Bundle) -> Iterator[Register]:
    """The registers whose lines are about a member of staff: a field `person` of that kind, which is not personal."""
    for register in bundle.registers.values():
        field = register.fields.get(PERSON)
        if field is not None and field.kind is FieldKind.PERSON and not field.personal:
            yield register


def people_specs(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - there is one kind of people
    """The facts of the members of staff who have not left.

    Of every register about people there are `<register>_lines`, `_lines_30d`, `_lines_365d` and `_last_days`, for its
    numbers `<register>_<field>_30d` and `_365d`, and for its days `<register>_<field>_days` of the latest line that
    gives one. Left out are `certificate_days` where no certificate ends, `tools_out_days` where nothing is out, what
    depends on a line that there is not, and `hours_…` and `rest_days_7d` of those who stand on no roster.
    """
    posts = bundle.organisation.posts
    return named(
        members("posts", posts, "岗位", "posts"),
        members("departments", bundle.organisation.departments, "部门", "departments"),
        text("department", bundle.organisation.departments, "部门", "department"),
        members("skills", bundle.organisation.skills, "技能", "skills"),
        flag("head", "部门负责人", "heads a department"),
        number("licensed_skills", "须持证的技能", "skills that need a certificate"),
        number("certificates_missing", "未登记证件的技能", "such skills without any certificate"),
        number("certificates_expired", "证件已过期的技能", "such skills whose certificate has expired"),
        number("certificate_days", "最早到期的证件（天）", "days until the first certificate ends"),
        number("tools_out", "未归还的工具", "tools that have not come back"),
        number("tools_out_days", "最早未归还（天）", "days that the oldest has been out"),
        number("hours_7d", "近 7 天排班（小时）", "hours on duty within 7 days"),
        number("hours_30d", "近 30 天排班（小时）", "hours on duty within 30 days"),
        number("rest_days_7d", "近 7 天休息日", "days off within 7 days"),
        *(spec for register in about_people(bundle) for spec in _lines_about(register)),
    )


def _lines_about(register: Register) -> Iterator[FactSpec]:
    name, zh, en = register.id, register.title.zh, register.title.en
    yield number(f"{name}_lines", f"{zh}行数", f"{en}: lines")
    yield number(f"{name}_last_days", f"距上一行{zh}（天）", f"{en}: days since the last line")
    for days in SUMMED:
        yield number(f"{name}_lines_{days}d", f"近 {days} 天{zh}行数", f"{en}: lines within {days} days")
    for field in register.fields.values():
        if field.personal:
            continue
        if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
            for days in SUMMED:
                words = (f"近 {days} 天{zh}·{field.title.zh}合计", f"{en}: {field.title.en} within {days} days")
                yield number(f"{name}_{field.name}_{days}d", *words)
        elif field.kind is FieldKind.DATE:
            words = (f"{zh}：距“{field.title.zh}”（天）", f"{en}: days until '{field.title.en}'")
            yield number(f"{name}_{field.name}{DAYS}", *words)


def post_specs(scope: Scope, bundle: Bundle) -> Specs:  # noqa: ARG001 - every post knows the same
    """The facts of all posts. Nothing is left out."""
    organisation = bundle.organisation
    return named(
        text("post", organisation.posts, "岗位", "post"),
        text("department", organisation.departments, "部门", "department"),
        flag("head", "部门负责人", "heads a department"),
        number("headcount", "编制", "headcount"),
        number("holders", "在岗人数", "people who hold it"),
        number("vacant", "缺编", "places that nobody holds"),
        number("beyond", "超编", "people beyond the headcount"),
        number("away", "当日请假人数", "of these on leave on the day"),
        number("duties", "职责数", "duties"),
        number("duties_carried", "有落实办法的职责", "duties that something carries"),
        number("duties_pending", "尚无落实办法的职责", "duties that nothing carries yet"),
    )
