"""Meaning: a programme has something to look at, a checklist that fits, names of its own and alerts that can go out."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.place.site import Site
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.programmes.cadences import SUBJECT, AfterEvent, calendar_of
from estatectl.domain.programmes.occurrences import subjects_of
from estatectl.domain.programmes.programme import Alert, Programme, SubjectKind
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

ROUND = "round"
"""The purpose of a checklist that rounds are done by."""
CORRECT = "correct"
_POOLS = (SubjectKind.POOL, SubjectKind.EACH_POOL)


def programmes_of(bundle: Bundle) -> Iterator[tuple[Programme, Node]]:
    """Every programme beside its document, in the order loaded."""
    known = bundle.programmes
    for node in bundle.documents.get("programme", ()):
        yield known[node.text("id")], node


def check_programmes(bundle: Bundle) -> Iterator[Problem]:
    """What each programme says about itself holds together."""
    for programme, node in programmes_of(bundle):
        is_event, is_case = isinstance(programme.cadence, AfterEvent), programme.subject.kind is SubjectKind.CASE
        if is_event != is_case:
            yield _case_without_event(node["subject"])
        if programme.statutory and programme.on_miss != CORRECT:
            yield _statutory(node["on_miss"])
        if calendar_of(programme.cadence) == SUBJECT and programme.subject.kind not in _POOLS:
            yield _no_calendar_of_its_own(node["cadence"])
        for alert in programme.alerts:
            yield from _alert_in_time(programme, alert)


def check_programme_checklists(bundle: Bundle) -> Iterator[Problem]:
    """Rounds are done by checklists that are meant for rounds."""
    for programme, node in programmes_of(bundle):
        checklist = bundle.checklists.get(programme.checklist or "")
        if checklist is not None and checklist.purpose != ROUND:
            words = Words(zh="检查表“{id}”不是巡查用的", en="the checklist '{id}' is not one for rounds")
            hint = Words(zh="检查表的 for 写 purpose: round", en="let its 'for' say purpose: round")
            yield Problem("EST-813", words.fill(id=same(checklist.id)), node["checklist"].place, hint)


def check_programme_names(bundle: Bundle) -> Iterator[Problem]:
    """What staff may type for a programme means one programme."""
    taken: dict[str, tuple[Programme, Place]] = {}
    for programme, node in programmes_of(bundle):
        titles = [(text, node["title"].place) for text in (programme.title.zh, programme.title.en)]
        aliases = [(str(each.value), each.place) for each in node.each("aliases")]
        for text, place in ((programme.id, node["id"].place), *titles, *aliases):
            held, first = taken.setdefault(text.casefold(), (programme, place))
            if held is not programme:
                words = Words(zh="叫法“{name}”也指“{other}”", en="'{name}' is also what '{other}' is called")
                hint = Words(zh="先用的一处：{place}；请改其中一个", en="first used at {place}; change one of them")
                filled = words.fill(name=same(text), other=same(held.id))
                yield Problem("EST-814", filled, place, hint.fill(place=same(str(first))))


def check_programme_subjects(bundle: Bundle) -> Iterator[Problem]:
    """There is something to look at."""
    site = bundle.site
    for programme, node in programmes_of(bundle):
        kind, name = programme.subject.kind, programme.subject.name
        if kind is SubjectKind.CASE or (kind is SubjectKind.EACH_ASSET and name not in site.asset_classes):
            continue
        if not subjects_of(programme, site):
            place = next(child for _, child in node["subject"].items()).place
            words = Words(zh="没有可巡查的对象", en="there is nothing that its rounds could be about")
            yield Problem("EST-806", words, place, _what_there_is(kind, name, site))


def _what_there_is(kind: SubjectKind, name: str, site: Site) -> Words | None:
    match kind:
        case SubjectKind.EACH_ZONE:
            return did_you_mean(name, {tag for zone in site.zones.values() for tag in zone.tags})
        case SubjectKind.EACH_ASSET:
            return Words(zh="site 里还没有这一类设备", en="the site has no asset of this class")
        case _:
            return Words(zh="site 里还没有泳池", en="the site has no pool")


def _case_without_event(node: Node) -> Problem:
    words = Words(zh="after_event 与对象 case 必须成对", en="after_event and the subject 'case' go together")
    hint = Words(
        zh="跟着事项走的计划两个都写，其他计划都不写",
        en="a programme that follows cases has both; any other has neither",
    )
    return Problem("EST-807", words, node.place, hint)


def _statutory(node: Node) -> Problem:
    words = Words(zh="法定项目漏做必须立案整改", en="a miss of a statutory programme must be corrected")
    hint = Words(zh="写 on_miss: correct；不是法定项目就删去 law", en="write on_miss: correct, or take 'law' out")
    return Problem("EST-815", words, node.place, hint)


def _no_calendar_of_its_own(node: Node) -> Problem:
    words = Words(zh="只有泳池有自己的日历", en="only a pool has a calendar of its own")
    hint = Words(zh="把 subject 换成日历的标识", en="name a calendar instead of 'subject'")
    return Problem("EST-808", words, node.place, hint)


def _alert_in_time(programme: Programme, alert: Alert) -> Iterator[Problem]:
    """An alert goes out while the round is open, or never."""
    length, window = alert.at.length.elapsed, programme.window
    room = window.opens.elapsed + window.due.elapsed if alert.at.before else window.grace.elapsed
    if length > room:
        early = Words(zh="提醒 {at} 早于可以开始的时刻", en="the alert {at} is before the round opens")
        late = Words(zh="提醒 {at} 晚于算作漏做的时刻", en="the alert {at} is after the round has been missed")
        hint = Words(zh="改 at，或放宽 window", en="change 'at', or widen the window")
        yield Problem("EST-809", (early if alert.at.before else late).fill(at=alert.at), alert.place, hint)
