"""What the plans of shifts say by name: patterns, rotations, teams, kinds of leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from estatectl.domain.problems import BadInput, Place, Problem, did_you_mean
from estatectl.domain.staff.shift_plan import Pattern, Rotation, Team
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House

T = TypeVar("T")
SHIFT = Words(zh="班次", en="shift")
_ROTATION = Words(zh="轮班", en="rotation")
_TEAM = Words(zh="班组", en="team")
_LEAVE = Words(zh="假别", en="kind of leave")


def patterns(house: House) -> Mapping[str, Pattern]:
    """Every pattern by id, in the order written."""
    return {name: each for plan in house.bundle.shift_plans.values() for name, each in plan.patterns.items()}


def find_pattern(house: House, typed: str, place: Place | None, problems: list[Problem]) -> Pattern | None:
    """The pattern with an id, title or alias; EST-975 for an unknown one."""
    held = patterns(house)
    names = {word: each for each in held.values() for word in (each.id, *_both(each.title), *each.aliases)}
    return _found(SHIFT, typed, names, place, problems)


def find_rotation(house: House, typed: str) -> Rotation:
    """The rotation with an id or title. Refuses an unknown one (EST-975)."""
    held = [each for plan in house.bundle.shift_plans.values() for each in plan.rotations.values()]
    return _must(_ROTATION, typed, {word: each for each in held for word in (each.id, *_both(each.title))})


def find_team(rotation: Rotation, typed: str) -> Team:
    """The team with an id or title. Refuses an unknown one (EST-975)."""
    return _must(
        _TEAM, typed, {word: each for each in rotation.teams.values() for word in (each.id, *_both(each.title))}
    )


def leave_kinds(house: House) -> Mapping[str, Words]:
    return {name: title for plan in house.bundle.shift_plans.values() for name, title in plan.leave.items()}


def find_leave_kind(house: House, typed: str, place: Place | None, problems: list[Problem]) -> str | None:
    """The id of the kind of leave with an id or title; EST-975 for an unknown one."""
    names = {word: name for name, title in leave_kinds(house).items() for word in (name, *_both(title))}
    return _found(_LEAVE, typed, names, place, problems)


def _both(words: Words) -> tuple[str, str]:
    return words.zh, words.en.lower()


def _found(what: Words, typed: str, names: Mapping[str, T], place: Place | None, problems: list[Problem]) -> T | None:
    found = names.get(typed.strip()) or names.get(typed.strip().lower())
    if found is None:
        problems.append(_unknown(what, typed, names, place))
    return found


def _must(what: Words, typed: str, names: Mapping[str, T]) -> T:
    problems: list[Problem] = []
    found = _found(what, typed, names, None, problems)
    if found is None:
        raise BadInput(problems)
    return found


def _unknown(what: Words, typed: str, names: Iterable[str], place: Place | None) -> Problem:
    words = Words(zh="没有叫“{name}”的{what}", en="no {what} is called '{name}'").fill(what=what, name=same(typed))
    known = tuple(names)
    listed = Words(zh="可写：{names}", en="there are: {names}").fill(names=same(", ".join(dict.fromkeys(known))))
    return Problem("EST-975", words, place, did_you_mean(typed, known) or listed)
