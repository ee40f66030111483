"""A plan of shifts: patterns by name, rotations of teams, what must be covered, and the kinds of leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from estatectl.domain.durations import read_duration
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.wall_clock import Hours, read_spans
from estatectl.domain.words import Words, same

OFF = "off"
"""What a cycle says of a day without a shift."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A shift by name. `short` is what stands in the table of a week."""

    id: str
    title: Words
    short: Words
    hours: Hours
    aliases: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Team:
    """A team of a rotation, so many days ahead in its cycle."""

    id: str
    title: Words
    ahead: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """A cycle of patterns that teams of a post go through one behind the other; None is a day off."""

    id: str
    title: Words
    post: str
    starts: date
    cycle: tuple[str | None, ...]
    teams: Mapping[str, Team]
    place: Place

    def pattern_on(self, team: Team, day: date) -> str | None:
        """The pattern that a team works on a day, before the cycle's start as well; None is a day off."""
        return self.cycle[((day - self.starts).days + team.ahead) % len(self.cycle)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What must be held: at least so many of the posts on duty during a calendar's hours, or daily hours.

    Of those on duty `skilled` says how many have a skill, `certified` how many hold a valid certificate of it.
    Who `stays` is on duty there and takes no other work meanwhile.
    """

    id: str
    title: Words
    posts: tuple[str, ...]
    calendar: str | None
    hours: Hours | None
    least: int
    skilled: Mapping[str, int]
    certified: Mapping[str, int]
    longest: timedelta | None
    rest: timedelta | None
    stays: bool
    clauses: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftPlan:
    """One document of shifts."""

    id: str
    title: Words
    patterns: Mapping[str, Pattern]
    rotations: Mapping[str, Rotation]
    cover: Mapping[str, Cover]
    leave: Mapping[str, Words]
    place: Place

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> ShiftPlan:
        known = vocabulary.get("shift_patterns", ())
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            patterns={name: _pattern(name, each, problems) for name, each in _named(node, "patterns")},
            rotations={name: _rotation(name, each, known, problems) for name, each in _named(node, "rotations")},
            cover={name: _cover(name, each, problems) for name, each in _named(node, "cover")},
            leave={name: each.words("title") for name, each in _named(node, "leave")},
            place=node.place,
        )


def _named(node: Node, key: str) -> tuple[tuple[str, Node], ...]:
    holder = node.get(key)
    return () if holder is None else tuple(holder.items())


def _hours(node: Node, problems: list[Problem]) -> Hours | None:
    spans = read_spans(((str(node.value), node.place),), problems)
    return spans[0] if spans else None


def _pattern(name: str, node: Node, problems: list[Problem]) -> Pattern:
    return Pattern(
        name,
        node.words("title"),
        node.words("short"),
        _hours(node["hours"], problems) or Hours(0, 0),
        node.texts("aliases"),
        node.key_place,
    )


def _rotation(name: str, node: Node, known: tuple[str, ...], problems: list[Problem]) -> Rotation:
    cycle = tuple(None if each.value == OFF else str(each.value) for each in node.each("cycle"))
    for each in node.each("cycle"):
        if each.value != OFF and each.value not in known:
            words = Words(zh="没有叫“{name}”的班次", en="no shift is called '{name}'").fill(name=same(each.value))
            problems.append(Problem("EST-915", words, each.place, did_you_mean(str(each.value), (*known, OFF))))
    if not any(cycle):
        problems.append(Problem("EST-915", _ALL_OFF, node["cycle"].place))
    teams = {
        key: Team(key, each.words("title"), each.whole("ahead"), each.place) for key, each in node["teams"].items()
    }
    seen: set[int] = set()
    for team in teams.values():
        if team.ahead >= len(cycle) or team.ahead in seen:
            problems.append(Problem("EST-916", _BAD_TEAM.fill(team=team.title, days=len(cycle)), team.place))
        seen.add(team.ahead)
    return Rotation(
        id=name,
        title=node.words("title"),
        post=node.text("post"),
        starts=date.fromisoformat(node.text("starts")),
        cycle=cycle,
        teams=teams,
        place=node.key_place,
    )


def _cover(name: str, node: Node, problems: list[Problem]) -> Cover:
    skilled, certified = (
        {each.text("skill"): each.whole("least") for each in node.each(key)} for key in ("skilled", "certified")
    )
    least = node.whole("least")
    for skill, count in (*skilled.items(), *certified.items()):
        if count > least:
            words = _TOO_MANY.fill(count=count, skill=same(skill), least=least)
            problems.append(Problem("EST-918", words, node.key_place, _TOO_MANY_HINT))
    return Cover(
        id=name,
        title=node.words("title"),
        posts=node.texts("posts"),
        calendar=node.maybe("during"),
        hours=_hours(node["hours"], problems) if "hours" in node else None,
        least=least,
        skilled=skilled,
        certified=certified,
        longest=_length(node, "longest", problems),
        rest=_length(node, "rest", problems),
        stays=node.flag("stays"),
        clauses=node.texts("clauses"),
        place=node.key_place,
    )


def _length(node: Node, key: str, problems: list[Problem]) -> timedelta | None:
    return read_duration(node.text(key), node[key].place, problems).elapsed if key in node else None


_ALL_OFF = Words(zh="整个周期都是休息", en="the whole cycle is off")
_BAD_TEAM = Words(
    zh="{team}：ahead 须小于一个周期的 {days} 天，且各班组不同",
    en="{team}: 'ahead' is less than the {days} days of the cycle, and each team has its own",
)
_TOO_MANY = Words(
    zh="要 {count} 人有“{skill}”，而在岗至少只要 {least} 人",
    en="{count} people with '{skill}' are asked for, and only {least} on duty at all",
)
_TOO_MANY_HINT = Words(zh="提高 least，或减少人数", en="raise 'least', or ask for fewer")
