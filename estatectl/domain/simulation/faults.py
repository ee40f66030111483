"""Of the ground floor: faults as their file says them: what goes wrong on which day, and what a night must find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from estatectl.domain.durations import read_duration
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.simulation.play import Source, choices, read_source
from estatectl.domain.simulation.texts import Choices
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle


@dataclass(frozen=True, slots=True, kw_only=True)
class Bend:
    """A step of the good way that is bent: made so much `later`, or `never`; filled in or answered otherwise."""

    workflow: str
    move: str
    later: timedelta
    never: bool
    given: Choices
    checks: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detour:
    """A move that is no part of the good way, so long `after` the case was opened."""

    workflow: str
    move: str
    after: timedelta
    given: Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiled:
    """What becomes of the next round of a programme, on a thing where one is named: it is not done, or done so much
    `later`; answers and the times at checkpoints differ, or checkpoints are left out."""

    programme: str
    subject: str | None
    undone: bool
    later: timedelta
    answers: Mapping[str, str]
    skips: tuple[str, ...]
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A finding to be seen, so many nights after the fault was sown; `{order}` and the like stand for numbers."""

    control: str
    subject: str
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong. Cases and lines that it opens are its own, and so are those that follow from them.

    `papers` is a row of certificates, `absent` a shift taken off the roster or leave without anybody instead, `silent`
    how long nothing ticks, `uncopied` how long the journal is not copied, `draws` items drawn down, `tampers` that an
    entry is altered behind our back.
    """

    id: str
    title: Words
    day: int
    at: timedelta
    begins: Source | None
    unseen: bool
    bends: tuple[Bend, ...]
    detours: tuple[Detour, ...]
    round: Spoiled | None
    papers: Mapping[str, str]
    absent: Mapping[str, str]
    silent: timedelta
    uncopied: timedelta
    draws: Mapping[str, str]
    tampers: bool
    finds: tuple[Expected, ...]


def parse_faults(node: Node, bundle: Bundle, problems: list[Problem]) -> tuple[Fault, ...]:
    """The faults of a document whose shape was checked; what the policies lack goes to `problems`."""
    return tuple(_fault(name, child, bundle, problems) for name, child in node["faults"].items())


def _fault(name: str, node: Node, bundle: Bundle, problems: list[Problem]) -> Fault:
    hours, _, minutes = node.text("at", "09:00").partition(":")
    known = (*bundle.controls,)
    for each in node.each("finds"):
        if each.text("control") not in known:
            problems.append(_unknown(each.text("control"), each["control"], known))
    return Fault(
        id=name,
        title=node.words("title"),
        day=node.whole("day"),
        at=timedelta(hours=int(hours), minutes=int(minutes)),
        begins=read_source(name, node, bundle, problems) if {"open", "enter"} & set(node.value) else None,
        unseen=node.flag("unseen"),
        bends=tuple(_bends(node, bundle, problems)),
        detours=tuple(_detours(node, bundle, problems)),
        round=_spoiled(node.get("round"), bundle, problems),
        papers=_texts(node.get("papers")),
        absent=_texts(node.get("absent")),
        silent=_length(node, "silent", problems),
        uncopied=_length(node, "uncopied", problems),
        draws=_texts(node.get("draws")),
        tampers=node.flag("tampers"),
        finds=tuple(
            Expected(control=each.text("control"), subject=each.text("subject"), after=each.whole("after"))
            for each in node.each("finds")
        ),
    )


def _bends(node: Node, bundle: Bundle, problems: list[Problem]) -> Iterator[Bend]:
    for each in node.each("bends"):
        _check_move(each, bundle, problems)
        yield Bend(
            workflow=each.text("workflow"),
            move=each.text("move"),
            later=_length(each, "later", problems),
            never=each.flag("never"),
            given=choices(each.get("with")),
            checks=_texts(each.get("check")),
        )


def _detours(node: Node, bundle: Bundle, problems: list[Problem]) -> Iterator[Detour]:
    for each in node.each("detours"):
        _check_move(each, bundle, problems)
        yield Detour(
            workflow=each.text("workflow"),
            move=each.text("move"),
            after=_length(each, "after", problems),
            given=choices(each.get("with")),
        )


def _check_move(node: Node, bundle: Bundle, problems: list[Problem]) -> None:
    workflow = bundle.workflows.get(node.text("workflow"))
    if workflow is None:
        problems.append(_unknown(node.text("workflow"), node["workflow"], tuple(bundle.workflows)))
    elif "move" in node and workflow.move(node.text("move")) is None:
        problems.append(_unknown(node.text("move"), node["move"], tuple(move.id for move in workflow.moves)))


def _spoiled(node: Node | None, bundle: Bundle, problems: list[Problem]) -> Spoiled | None:
    if node is None:
        return None
    if node.text("programme") not in bundle.programmes:
        problems.append(_unknown(node.text("programme"), node["programme"], tuple(bundle.programmes)))
    return Spoiled(
        programme=node.text("programme"),
        subject=node.maybe("subject"),
        undone=node.flag("undone"),
        later=_length(node, "later", problems),
        answers=_texts(node.get("answers")),
        skips=node.texts("skips"),
        times=node.whole("times", 1),
    )


def _texts(node: Node | None) -> dict[str, str]:
    return {} if node is None else {name: str(child.value) for name, child in node.items()}


def _length(node: Node, key: str, problems: list[Problem]) -> timedelta:
    return read_duration(node.text(key), node[key].place, problems).elapsed if key in node else timedelta()


def _unknown(name: str, node: Node, known: tuple[str, ...]) -> Problem:
    words = Words(zh="细则里没有“{name}”", en="the policies have no '{name}'").fill(name=same(name))
    return Problem("EST-771", words, node.place, did_you_mean(name, known))
