"""Floor 5: `estatectl staff`: who works here, in which posts and with which skills."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from estatectl.cli.commands import Noun, argument, option
from estatectl.cli.context import Session
from estatectl.cli.handed_in import typed_row
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.render.page import Block, Hint, Line, Page, Table

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


@staff.verb("leave", Words(zh="员工离职。", en="A member of staff leaves."), aliases=("离职",))
@argument("person_id", Words(zh="员工编号", en="id of the person"), shown=Words(zh="员工", en="PERSON"))
def leave(session: Session, *, person_id: str) -> Page:
    from estatectl.usecases.people import leave as let_go

    person = let_go(session.house, person_id)
    words = Words(zh="{name}（{id}）已离职", en="{name} ({id}) has left").fill(name=person.name, id=person.id)
    return Page((Line(words),), {"person": _plain(person)})


@staff.verb(
    "import", Words(zh="从 CSV 或 YAML 登记多名员工。", en="Register staff from CSV or YAML."), aliases=("导入",)
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
    }


def _joined(each: Iterable[Words]) -> Words:
    several = tuple(each)
    return Words(zh="、".join(words.zh for words in several), en=", ".join(words.en for words in several))


_HERE = Words(zh="在职", en="here")
_LEFT = Words(zh="离职", en="left")
