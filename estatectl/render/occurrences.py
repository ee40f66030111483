"""Floor 3: what a programme brings, for people and for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from estatectl.domain.bundle import Bundle
from estatectl.domain.programmes.cadence_words import cadence_words
from estatectl.domain.programmes.programme import SubjectKind
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed, post_words
from estatectl.render.page import Block, Cell, Line, Pairs, Table
from estatectl.render.rounds.words import subject_words
from estatectl.usecases.rounds.occurrence_views import Coming, Course, Outlook

_NAMED = 3
"""So many subjects are named one by one; of more only the number is told."""
_COURSES = {
    Course.AFTER_COMPLETION: Words(
        zh="每次自上次完成之日起算。下面是举例：假定在 {after} 刚做完，以后每次都按时做",
        en="each counts from when the last was done; for example, done at {after} and then each time as it falls due:",
    ),
    Course.AFTER_EVENT: Words(
        zh="由事项中的一步引出，自该步起算。下面是举例：假定该步发生在 {after}",
        en="begun by a move of a case and counted from it; for example, moved at {after}:",
    ),
}
_COLUMNS = (
    Words(zh="可开始", en="opens"),
    Words(zh="时间", en="nominal"),
    Words(zh="最迟", en="due"),
    Words(zh="再迟算漏做", en="missed after"),
    Words(zh="对象", en="subjects"),
)


def outlook_blocks(bundle: Bundle, seen: Outlook) -> tuple[Block, ...]:
    """What the programme is, then the rounds that come, or why there are none."""
    programme = seen.programme
    pairs: list[tuple[Words, Cell]] = [
        (Words(zh="周期", en="how often"), cadence_words(programme.cadence, seen.frame.calendars)),
        (Words(zh="对象", en="subjects"), _about(bundle, seen)),
        (Words(zh="由谁做", en="done by"), listed(post_words(bundle, post) for post in programme.by)),
    ]
    if programme.law is not None:
        pairs.append((Words(zh="法定", en="by law"), programme.law))
    blocks: list[Block] = [Line(programme.title, "strong"), Pairs(tuple(pairs))]
    if seen.course in _COURSES:
        blocks.append(Line(_COURSES[seen.course].fill(after=_shown(seen, seen.after)), "faint"))
    if not seen.coming:
        return (*blocks, Line(_why_none(seen), "soon"))
    rows = tuple(
        (each.opens, each.nominal, each.due, each.closes, _subjects(bundle, seen, each)) for each in seen.coming
    )
    return (*blocks, Table(_COLUMNS, rows, wrap=frozenset({4})))


def outlook_data(seen: Outlook) -> dict[str, Any]:
    return {
        "programme": seen.programme.id,
        "title": seen.programme.title,
        "cadence": cadence_words(seen.programme.cadence, seen.frame.calendars),
        "follows": seen.course.value,
        "example": seen.course is not Course.SCHEDULED,
        "after": seen.after,
        "subjects": list(seen.subjects),
        "why_none": None if seen.coming else _why_none(seen),
        "occurrences": [
            {
                "opens": each.opens,
                "nominal": each.nominal,
                "due": each.due,
                "closes": each.closes,
                "subjects": list(each.subjects),
            }
            for each in seen.coming
        ],
    }


def _why_none(seen: Outlook) -> Words:
    if not seen.subjects and seen.course is not Course.AFTER_EVENT:
        return Words(zh="没有可巡查的对象，所以不会有巡查", en="there is nothing it is about, so no round will come")
    words = Words(
        zh="{after} 之后十二年内没有一次：日期、季节与日历碰不到一起，或规则已经截止",
        en="none for twelve years after {after}: dates, season and calendar never meet, or the rule has ended",
    )
    return words.fill(after=_shown(seen, seen.after))


def _shown(seen: Outlook, moment: datetime) -> Words:
    return same(moment.astimezone(seen.frame.zone).strftime("%Y-%m-%d %H:%M"))


def _about(bundle: Bundle, seen: Outlook) -> Words:
    kind = seen.programme.subject.kind
    if kind is SubjectKind.CASE:
        return Words(zh="引出它的那件事项", en="the case that began it")
    return _named(bundle, seen.subjects)


def _subjects(bundle: Bundle, seen: Outlook, coming: Coming) -> Words:
    if seen.course is Course.AFTER_EVENT:
        return Words(zh="该事项", en="the case")
    if len(seen.subjects) > 1 and len(coming.subjects) == len(seen.subjects):
        return Words(zh="全部 {count} 个", en="all {count}").fill(count=len(coming.subjects))
    return _named(bundle, coming.subjects)


def _named(bundle: Bundle, subjects: tuple[str, ...]) -> Words:
    if len(subjects) > _NAMED:
        return Words(zh="{count} 个", en="{count}").fill(count=len(subjects))
    return listed(subject_words(bundle, subject) for subject in subjects)
