"""Departments and posts: who reports to whom, who heads what, and which duties each post has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from estatectl.domain.charter import Carrier, parse_carriers
from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.staff.people import Person
from estatectl.domain.tree import Node
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of a post, the clause it comes from, and what carries it."""

    clause: str
    title: Words
    carried_by: tuple[Carrier, ...]
    place: Place

    @property
    def pending(self) -> bool:
        return all(carrier.pending for carrier in self.carried_by)


@dataclass(frozen=True, slots=True)
class Department:
    id: str
    title: Words
    clauses: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post. Only the top post reports to nobody; `calendar` says in which hours it is staffed."""

    id: str
    title: Words
    department: str
    reports_to: str | None
    head: bool
    headcount: int
    calendar: str
    skills: tuple[str, ...]
    duties: tuple[Duty, ...]
    clauses: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Organisation:
    """The whole staff plan, in the order written. `licensed` skills count only with a valid certificate."""

    title: Words
    departments: Mapping[str, Department]
    posts: Mapping[str, Post]
    skills: Mapping[str, Words]
    place: Place
    licensed: frozenset[str] = frozenset()

    def department(self, department_id: str) -> Department | None:
        return self.departments.get(department_id)

    def post(self, post_id: str) -> Post | None:
        return self.posts.get(post_id)

    def posts_of(self, department: str) -> tuple[Post, ...]:
        return tuple(post for post in self.posts.values() if post.department == department)

    def head_of(self, department: str) -> Post:
        """The post that heads a department. A checked bundle has exactly one; raises `KeyError` without it."""
        for post in self.posts_of(department):
            if post.head:
                return post
        raise KeyError(department)

    def reports_up(self, post: str) -> tuple[str, ...]:
        """The posts above a post, nearest first, up to the general manager; stops where the line would turn back."""
        line: list[str] = []
        here = self.posts.get(post)
        while here is not None and here.reports_to is not None and here.reports_to not in (*line, post):
            line.append(here.reports_to)
            here = self.posts.get(here.reports_to)
        return tuple(line)

    def duties(self) -> tuple[tuple[Post, Duty], ...]:
        """Every duty beside its post, in the order written."""
        return tuple((post, duty) for post in self.posts.values() for duty in post.duties)

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Organisation:  # noqa: ARG003
        return cls(
            node.words("title"),
            {name: _parse_department(name, child) for name, child in node["departments"].items()},
            {name: _parse_post(name, child) for name, child in node["posts"].items()},
            {name: child.words("title") for name, child in node["skills"].items()},
            node.place,
            frozenset(name for name, child in node["skills"].items() if child.flag("certificate")),
        )

    def can(self, person: Person, skill: str, day: date) -> bool:
        """Whether a person counts as skilled on a day: registered, and certified where a certificate is needed."""
        return skill in person.skills and (skill not in self.licensed or person.certified(skill, day))


def _parse_department(name: str, node: Node) -> Department:
    return Department(name, node.words("title"), node.texts("clauses"), node.key_place)


def _parse_post(name: str, node: Node) -> Post:
    return Post(
        id=name,
        title=node.words("title"),
        department=node.text("department"),
        reports_to=node.maybe("reports_to"),
        head=node.flag("head"),
        headcount=node.whole("headcount", 1),
        calendar=node.text("calendar"),
        skills=node.texts("skills"),
        duties=tuple(_parse_duty(child) for child in node.each("duties")),
        clauses=node.texts("clauses"),
        place=node.key_place,
    )


def _parse_duty(node: Node) -> Duty:
    return Duty(node.text("clause"), node.words("title"), parse_carriers(node), node.place)
