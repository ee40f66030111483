"""Of the ground floor: scenarios, days at an estate as data: who calls, who does what when, what must come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo

from estatectl.domain.durations import read_duration
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

Expected = Mapping[str, str | bool]
_EVENTS = ("chapter", "open", "do")
_INTAKE = ("address", "owner", "contact", "channel")
_UNLESS_SAID: Expected = {"sure": True, "repeat": False, "outage": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """A command to be given: `noun` and `verb`, the label of its case if it is about one, the options by field.

    `round` names the round that it is about by its programme, or `programme:thing`; `answers` are then by item or
    checkpoint. `words` stand in the line by themselves; a label in braces stands for the number behind it. `opens` is
    the label of the case or line that it opens. `lay` are files that are there before it is given, by name. `status` is
    the exit status that it must have.
    """

    noun: str
    verb: str | None
    case: str | None
    actor: str
    given: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    all_ok: bool = False
    refused: str | None = None
    round: str | None = None
    words: tuple[str, ...] = ()
    opens: str | None = None
    lay: Mapping[str, str] = field(default_factory=dict)
    status: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calling:
    """A request that comes in, under a label."""

    label: str
    text: str
    given: Mapping[str, str]
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happens at an instant. `routine` are steps of a course, shown only as a count."""

    at: datetime
    what: Words | Calling | Doing
    place: Place
    show: bool = False
    routine: bool = False
    expect: Expected = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Step:
    after: timedelta
    doing: Doing
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Events in order of time, the steps of courses among them.

    `keeps_rounds`: rounds that no event speaks of are done in order, by somebody on duty. `programmes`: only rounds of
    these appear while it is played, or none at all; without it, all. `tries` are commands worth trying afterwards, each
    with what it shows.
    """

    title: Words
    events: tuple[Event, ...]
    keeps_rounds: bool = False
    programmes: frozenset[str] | None = None
    tries: tuple[tuple[str, Words], ...] = ()

    @classmethod
    def parse(cls, node: Node, zone: tzinfo, problems: list[Problem]) -> Scenario:
        """The scenario of a document whose shape was checked; what does not hold together is added to `problems`."""
        return cls(
            title=node.words("title"),
            events=_Reader(node, zone, problems).events(),
            keeps_rounds=node.texts("rounds") == ("kept",),
            programmes=_programmes(node),
            tries=tuple((each.text("do"), each.words("why")) for each in node.each("tries")),
        )


class _Reader:
    """Reads one document; labels are known from where they are given on."""

    def __init__(self, node: Node, zone: tzinfo, problems: list[Problem]) -> None:
        self._node, self._zone, self._problems = node, zone, problems
        courses = node.get("courses")
        self._courses = {} if courses is None else {name: _course(child, problems) for name, child in courses.items()}
        self._labels: set[str] = set()

    def events(self) -> tuple[Event, ...]:
        found: list[Event] = []
        for day in self._node.each("days"):
            midnight = datetime.fromisoformat(day.text("date")).replace(tzinfo=self._zone)
            for child in day.each("events"):
                at = midnight + _since_midnight(child.text("at"))
                found += self._event(child, at)
        return tuple(sorted(found, key=lambda event: event.at))

    def _event(self, node: Node, at: datetime) -> Iterator[Event]:
        said = [name for name in _EVENTS if name in node]
        if len(said) != 1:
            words = Words(zh="要写 chapter、open、do 中的一个", en="write one of chapter, open and do")
            self._problems.append(Problem("EST-307", words, node.place))
            return
        event = Event(at=at, what=node.words("chapter"), place=node.place, show=node.flag("show"))
        if said == ["open"]:
            yield from self._calling(node, event)
        elif said == ["do"]:
            doing = replace(
                _doing(node),
                case=self._known(node),
                refused=node.maybe("refused"),
                opens=self._opens(node),
                lay=_texts(node.get("lay")),
                status=node.whole("status"),
            )
            yield replace(event, what=doing, expect=_expected(node))
        else:
            yield event

    def _calling(self, node: Node, event: Event) -> Iterator[Event]:
        label = node.text("open")
        self._take(label, node["open"].place)
        given = {name: node.text(name) for name in _INTAKE}
        more = node.get("with")
        given |= {name: str(child.value) for name, child in more.items()} if more else {}
        calling = Calling(label=label, text=node.text("say"), given=given, actor=node.text("as", "desk"))
        yield replace(event, what=calling, expect={**_UNLESS_SAID, **_expected(node)})
        yield from self._routine(node, label, event.at)

    def _routine(self, node: Node, label: str, opened: datetime) -> Iterator[Event]:
        name = node.maybe("course")
        if name is None:
            return
        steps = self._courses.get(name)
        if steps is None:
            words = Words(zh="没有叫“{name}”的走法", en="there is no course '{name}'").fill(name=name)
            self._problems.append(Problem("EST-306", words, node["course"].place, did_you_mean(name, self._courses)))
            return
        until, details = node.maybe("until"), node.get("details")
        for step in steps:
            doing = _with_details(replace(step.doing, case=label), details)
            yield Event(at=opened + step.after, what=doing, place=step.place, routine=True)
            if until == _command(step.doing):
                return
        if until is not None:
            words = Words(zh="走法“{name}”里没有“{step}”", en="the course '{name}' has no step '{step}'")
            known = [_command(step.doing) for step in steps]
            filled = words.fill(name=name, step=until)
            self._problems.append(Problem("EST-306", filled, node["until"].place, did_you_mean(until, known)))

    def _opens(self, node: Node) -> str | None:
        label = node.maybe("opens")
        if label is not None:
            self._take(label, node["opens"].place)
        return label

    def _take(self, label: str, place: Place) -> None:
        if label in self._labels:
            words = Words(zh="标签“{label}”已经用过", en="the label '{label}' is taken").fill(label=label)
            self._problems.append(Problem("EST-306", words, place))
        self._labels.add(label)

    def _known(self, node: Node) -> str | None:
        label = node.maybe("case")
        if label is not None and label.partition("/")[0] not in self._labels:
            words = Words(zh="前面没有标签“{label}”", en="no request before this has the label '{label}'")
            hint = did_you_mean(label.partition("/")[0], self._labels)
            self._problems.append(Problem("EST-306", words.fill(label=label), node["case"].place, hint))
        return label


def _programmes(node: Node) -> frozenset[str] | None:
    match node.texts("rounds"):
        case () | ("kept",):
            return None
        case ("none",):
            return frozenset()
        case named:
            return frozenset(named)


def _since_midnight(text: str) -> timedelta:
    hours, _, minutes = text.partition(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _course(node: Node, problems: list[Problem]) -> tuple[_Step, ...]:
    return tuple(
        _Step(read_duration(each.text("after"), each["after"].place, problems).elapsed, _doing(each), each.place)
        for each in node.each()
    )


def _doing(node: Node) -> Doing:
    noun, _, verb = node.text("do").partition(" ")
    return Doing(
        noun=noun,
        verb=verb or None,
        case=None,
        actor=node.text("as", "desk"),
        given=_texts(node.get("with")),
        answers=_texts(node.get("check")),
        all_ok=node.flag("all_ok"),
        round=node.maybe("round"),
        words=node.texts("words"),
    )


def _with_details(doing: Doing, details: Node | None) -> Doing:
    """A step of a course with what is particular to one request."""
    own = details.get(doing.verb or "") if details is not None else None
    if own is None:
        return doing
    given, answers = _texts(own.get("with")), _texts(own.get("check"))
    return replace(doing, given={**doing.given, **given}, answers={**doing.answers, **answers})


def _texts(node: Node | None) -> dict[str, str]:
    return {} if node is None else {name: str(child.value) for name, child in node.items()}


def _expected(node: Node) -> dict[str, str | bool]:
    expect = node.get("expect")
    return {} if expect is None else {name: child.value for name, child in expect.items()}


def _command(doing: Doing) -> str:
    return f"{doing.noun} {doing.verb}" if doing.verb else doing.noun
