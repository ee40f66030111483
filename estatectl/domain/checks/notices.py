"""Notices: one document, every notice has a way out and every channel a use, and what is written can be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from estatectl.domain.bundle import Bundle
from estatectl.domain.notices.notice import Carries, Notices
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

TEXT_MARKS = ("text", "estate", "id", "to", "time")
SUBJECT_MARKS = ("estate", "id", "to", "time", "count")

_TWO = Words(zh="通知细则只能有一份", en="there may be only one 'notice' document")
_FIRST = Words(zh="已有一份：{place}", en="the first is {place}")
_NO_END = Words(
    zh="最后一条路由“{id}”还挑通知，别的通知就没有去处",
    en="the last route '{id}' still chooses: others have no way out",
)
_LAST = Words(
    zh="在最后加一条不带 when 和 templates 的，如 - {{id: rest, to: [{channel}]}}",
    en="end with one without `when` and `templates`, such as - {{id: rest, to: [{channel}]}}",
)
_NEVER = Words(zh="路由“{id}”永远轮不到：“{before}”已收下一切", en="no notice reaches '{id}': '{before}' takes all")
_TWICE = Words(zh="两条路由都叫“{id}”", en="two routes are called '{id}'")
_NO_MARK = Words(zh="这里不能用 {{{name}}}", en="{{{name}}} cannot stand here")
_BROKEN = Words(zh="花括号不成对", en="a brace has no partner")
_DOUBLED = Words(zh="要写花括号本身，写两个", en="to write a brace itself, write it twice")
_NO_TEXT = Words(zh="这段措辞里没有 {{text}}，通知的内容就丢了", en="without {{text}} the notice itself is lost")
_UNUSED = Words(zh="没有路由用到渠道“{id}”", en="no route uses the channel '{id}'")
_USE = Words(zh="写进某条路由的 to，或删去", en="name it in the `to` of a route, or take it out")
_NOT_OF_FILE = Words(
    zh="发件箱文件里通知按原样写，不用 {key}", en="the outbox file keeps notices as they are; it takes no '{key}'"
)
_NEVER_QUIET = Words(zh="全天免打扰，通知就永远送不出去", en="it is quiet all day, so nothing would ever go out")


def check_notices(bundle: Bundle) -> Iterator[Problem]:
    """EST-937 to EST-941."""
    nodes = bundle.documents.get("notice", ())
    for extra in nodes[1:]:
        yield Problem("EST-937", _TWO, extra["kind"].place, _FIRST.fill(place=same(str(nodes[0]["kind"].place))))
    if not nodes:
        return
    notices, node = bundle.notices, nodes[0]
    yield from _routes(notices, node)
    yield from _channels(notices, node)
    for each in node.each("wording"):
        yield from _marks(each["text"], TEXT_MARKS, needs="text")
    if notices.quiet is not None and sum(span.end - span.start for span in notices.quiet.hours) >= 86_400:
        yield Problem("EST-941", _NEVER_QUIET, node["quiet"]["hours"].place)


def _routes(notices: Notices, node: Node) -> Iterator[Problem]:
    """EST-938: every notice has one way out, and every route may be taken."""
    *before, last = notices.routes
    if not last.takes_all:
        channel = next(iter(notices.channels))
        yield Problem("EST-938", _NO_END.fill(id=same(last.id)), last.place, _LAST.fill(channel=same(channel)))
    end = next((number for number, each in enumerate(before) if each.takes_all), None)
    if end is not None:
        words = _NEVER.fill(id=same(notices.routes[end + 1].id), before=same(before[end].id))
        yield Problem("EST-938", words, notices.routes[end + 1].place)
    seen: set[str] = set()
    for route, written in zip(notices.routes, node.each("routes"), strict=True):
        if route.id in seen:
            yield Problem("EST-938", _TWICE.fill(id=same(route.id)), written["id"].place)
        seen.add(route.id)


def _channels(notices: Notices, node: Node) -> Iterator[Problem]:
    used = {name for route in notices.routes for name in route.to}
    for channel in notices.channels.values():
        written = node["channels"][channel.id]
        if channel.id not in used:
            yield Problem("EST-940", _UNUSED.fill(id=same(channel.id)), channel.place, _USE)
        if channel.carries is Carries.FILE:
            yield from _plain(written)
        if "subject" in written:
            yield from _marks(written["subject"], SUBJECT_MARKS)
        if "text" in written:
            yield from _marks(written["text"], TEXT_MARKS, needs="text")


def _plain(written: Node) -> Iterator[Problem]:
    """EST-940: what a file cannot do."""
    for key in ("subject", "text", "language", "in_doubt", "at_most"):
        if key in written:
            yield Problem("EST-940", _NOT_OF_FILE.fill(key=same(key)), written[key].key_place)


def _marks(words: Node, known: tuple[str, ...], needs: str | None = None) -> Iterator[Problem]:
    """EST-939: the marks of a text, in both languages."""
    for _, text in words.items():
        try:
            marks = [name for _, name, _, _ in Formatter().parse(str(text.value)) if name is not None]
        except ValueError:
            yield Problem("EST-939", _BROKEN, text.place, _DOUBLED)
            continue
        for name in dict.fromkeys(marks):
            if name not in known:
                yield Problem("EST-939", _NO_MARK.fill(name=same(name)), text.place, did_you_mean(name, known))
        if needs is not None and needs not in marks:
            yield Problem("EST-939", _NO_TEXT.fill(), text.place)
