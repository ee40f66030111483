"""Floor 5: `estatectl staff`: who works here, in which posts and with which skills."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import Noun, argument, option
from estatectl.cli.context import Session
from estatectl.cli.handed_in import typed_row
from estatectl.domain.problems import BadInput
from estatectl.domain.staff.people import Certificate, Person
from estatectl.domain.words import Words, same
from estatectl.render.page import Block, Cell, Hint, Line, Page, Table, Tone, Toned

if TYPE_CHECKING:
    from estatectl.usecases.staffing.certifying import Certified

COLUMNS = ("id", "name", "posts", "skills")
staff = Noun(
    "staff", Words(zh="员工名册：谁在职、任什么岗、有什么技能。", en="The register of staff."), aliases=("员工",)
)


@staff.verb("add", Words(zh="登记一名员工。", en="Register a member of staff."), aliases=("登记",))
@option("--id", "person_id", required=True, words=Words(zh="编号，如 zhang", en="id, such as zhang"))
@option("--name", required=True, words=Words(zh="姓名", en="name"))
@option("--post", "posts", required=True, multiple=True, words=Words(zh="岗位，可写多次", en="post; may be repeated"))
@option("--skill", "skills", multiple=True, words=Words(zh="技能，可写多次", en="skill; may be repeated"))
def add(session: Session, *, person_id: str, name: str, posts: tuple[str, ...], skills: tuple[str, ...]) -> Page:
    from estatectl.usecases.people import add_person

    row = typed_row(id=person_id, name=name, posts=" ".join(posts), skills=" ".join(skills))
    done = add_person(session.house, row)
    [person] = done.added or done.unchanged
    words = Words(zh="已登记 {name}（{id}）", en="registered {name} ({id})")
    if done.unchanged:
        words = Words(zh="{name}（{id}）早已登记，没有变动", en="{name} ({id}) was registered already; nothing changed")
    return Page(
        (Line(words.fill(name=person.name, id=person.id)),), {"person": _plain(person), "new": bool(done.added)}
    )


@staff.verb("list", Words(zh="列出在职员工。", en="List who works here."), aliases=("列表",))
@option("--all", "everyone", is_flag=True, words=Words(zh="连同已离职的", en="with those who have left"))
def show(session: Session, *, everyone: bool) -> Page:
    from estatectl.usecases.people import staff as register

    house = session.house
    people = register(house, everyone=everyone)
    columns = (
        Words(zh="编号", en="id"),
        Words(zh="姓名", en="name"),
        Words(zh="岗位", en="posts"),
        Words(zh="技能", en="skills"),
        Words(zh="状态", en="state"),
    )
    posts = {post.id: post.title for post in house.bundle.organisation.posts.values()}
    skills = house.bundle.organisation.skills
    rows = tuple(
        (
            person.id,
            person.name,
            _joined(posts.get(post, same(post)) for post in person.posts),
            _joined(skills.get(skill, same(skill)) for skill in person.skills),
            _LEFT if person.left else _HERE,
        )
        for person in people
    )
    blocks: tuple[Block, ...] = (Table(columns, rows, wrap=frozenset({2, 3})),)
    if not people:
        blocks += (
            Hint(Words(zh="用 staff add 或 staff import 登记", en="register people with staff add or staff import")),
        )
    return Page(blocks, {"people": [_plain(person) for person in people]})


@staff.verb("certify", Words(zh="登记证书。", en="Register a certificate of a skill."), aliases=("证书",))
@argument(
    "person",
    Words(zh="员工编号或姓名", en="id or name of the person"),
    shown=Words(zh="员工", en="PERSON"),
    required=False,
)
@option("--skill", words=Words(zh="技能", en="the skill"))
@option("--number", words=Words(zh="证书编号", en="the number of the certificate"))
@option("--until", default="", words=Words(zh="有效期至（不写为长期）", en="the last day it holds (none: for ever)"))
@option(
    "--from",
    "file",
    words=Words(
        zh="从 CSV、YAML 或 Excel 登记，列为 person,skill,number,until",
        en="from CSV, YAML or Excel; columns person,skill,number,until",
    ),
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    shown=Words(zh="文件", en="FILE"),
)
def certify(
    session: Session, *, person: str | None, skill: str | None, number: str | None, until: str, file: Path | None
) -> Page:
    from estatectl.usecases.staffing.certifying import COLUMNS as CERTIFICATES
    from estatectl.usecases.staffing.certifying import certify as register

    if file is not None:
        from estatectl.wiring.documents import read_rows

        return _certified(session, register(session.house, read_rows(file, CERTIFICATES)))
    if not (person and skill and number):
        words = Words(zh="须写员工、--skill、--number", en="name the person, --skill and --number")
        raise BadInput.one("EST-403", words)
    row = typed_row(person=person, skill=skill, number=number, until=until)
    return _certified(session, register(session.house, (row,)))


@staff.verb(
    "certificates",
    Words(zh="谁有什么证书，何时到期。", en="Who holds which certificates, and until when."),
    aliases=("证书表",),
)
@option("--skill", words=Words(zh="只看这项技能", en="only of this skill"))
def certificates(session: Session, *, skill: str | None) -> Page:
    from estatectl.usecases.people import staff as register

    house = session.house
    held = [(person, each) for person in register(house) for each in person.certificates if skill in (None, each.skill)]
    held.sort(key=lambda each: (each[1].until or date.max, each[0].id, each[1].skill))
    skills, today = house.bundle.organisation.skills, house.now.astimezone(house.bundle.estate.zone).date()
    columns = (
        Words(zh="员工", en="who"),
        Words(zh="技能", en="skill"),
        Words(zh="编号", en="number"),
        Words(zh="有效期至", en="until"),
    )
    rows = tuple(
        (
            f"{person.name} ({person.id})",
            skills.get(each.skill, same(each.skill)),
            each.number,
            _until(each, today),
        )
        for person, each in held
    )
    data = [{"person": person.id, **_certificate(each)} for person, each in held]
    return Page((Table(columns, rows, wrap=frozenset({1})),), {"certificates": data})


def _until(certificate: Certificate, today: date) -> Cell:
    if certificate.until is None:
        return Words(zh="长期", en="for ever")
    tone: Tone = (
        "bad" if not certificate.holds_on(today) else "soon" if not certificate.holds_on(today + _SOON) else "plain"
    )
    return Toned(certificate.until.isoformat(), tone)


def _certified(session: Session, done: Certified) -> Page:
    skills = session.house.bundle.organisation.skills
    lines = [
        Line(
            Words(zh="{name}：{skill}证书 {number}，{until}", en="{name}: {skill} certificate {number}, {until}").fill(
                name=person.name,
                skill=skills.get(each.skill, same(each.skill)),
                number=each.number,
                until=Words(zh="长期", en="for ever") if each.until is None else _TO.fill(day=each.until),
            )
        )
        for person, each in done.added
    ]
    words = Words(zh="新登记 {added} 份，{known} 份早已登记", en="{added} registered, {known} known already")
    lines.append(Line(words.fill(added=len(done.added), known=done.known)))
    data = {"added": [{"person": person.id, **_certificate(each)} for person, each in done.added], "known": done.known}
    return Page(tuple(lines), data)


def _certificate(certificate: Certificate) -> dict[str, object]:
    return {
        "skill": certificate.skill,
        "number": certificate.number,
        "until": certificate.until.isoformat() if certificate.until else None,
    }


@staff.verb("leave", Words(zh="员工离职。", en="A member of staff leaves."), aliases=("离职",))
@argument("person_id", Words(zh="员工编号", en="id of the person"), shown=Words(zh="员工", en="PERSON"))
def leave(session: Session, *, person_id: str) -> Page:
    from estatectl.usecases.people import leave as let_go

    person = let_go(session.house, person_id)
    words = Words(zh="{name}（{id}）已离职", en="{name} ({id}) has left").fill(name=person.name, id=person.id)
    return Page((Line(words),), {"person": _plain(person)})


@staff.verb(
    "import",
    Words(zh="从 CSV、YAML 或 Excel 登记多名员工。", en="Register staff from CSV, YAML or Excel."),
    aliases=("导入",),
)
@argument(
    "file",
    Words(zh="文件，列为 id,name,posts,skills", en="the file; columns id,name,posts,skills"),
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    shown=Words(zh="文件", en="FILE"),
)
def import_file(session: Session, *, file: Path) -> Page:
    from estatectl.usecases.people import import_people
    from estatectl.wiring.documents import read_rows

    done = import_people(session.house, read_rows(file, COLUMNS))
    words = Words(
        zh="新登记 {added} 人，更正 {changed} 人，{same} 人没有变动",
        en="{added} registered, {changed} corrected, {same} unchanged",
    ).fill(added=len(done.added), changed=len(done.changed), same=len(done.unchanged))
    data = {
        "added": [person.id for person in done.added],
        "changed": [person.id for person in done.changed],
        "unchanged": [person.id for person in done.unchanged],
    }
    return Page((Line(words),), data)


def _plain(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "name": person.name,
        "posts": list(person.posts),
        "skills": list(person.skills),
        "left": person.left,
        "certificates": [_certificate(each) for each in person.certificates],
    }


def _joined(each: Iterable[Words]) -> Words:
    several = tuple(each)
    return Words(zh="、".join(words.zh for words in several), en=", ".join(words.en for words in several))


_SOON = timedelta(days=30)
_TO = Words(zh="有效至 {day}", en="valid until {day}")
_HERE = Words(zh="在职", en="here")
_LEFT = Words(zh="离职", en="left")
