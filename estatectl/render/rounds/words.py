"""Floor 3: people's words for what a round holds: programmes, subjects, states, answers and findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo

from estatectl.domain.bundle import Bundle
from estatectl.domain.checklists.item_words import answer_shown
from estatectl.domain.checklists.readings import RoundSheet
from estatectl.domain.rounds.round import MISSED, SEVERITIES, Finding, RoundState, Timeliness
from estatectl.domain.words import Words, same
from estatectl.render.case_words import ERASED, listed, post_words
from estatectl.render.page import Tone

STATES: Mapping[str, Words] = {
    RoundState.DUE.value: Words(zh="待做", en="to do"),
    RoundState.DONE.value: Words(zh="已做", en="done"),
    RoundState.MISSED.value: Words(zh="漏做", en="missed"),
    RoundState.EXCUSED.value: Words(zh="免做", en="excused"),
}
TIMELINESS: Mapping[str, Words] = {
    Timeliness.ON_TIME.value: Words(zh="按时", en="on time"),
    Timeliness.LATE.value: Words(zh="迟做", en="late"),
    Timeliness.MADE_UP.value: Words(zh="补做", en="made up"),
}
KINDS: Mapping[str, Words] = {
    "reading": Words(zh="不合格", en="not in order"),
    "warning": Words(zh="接近限值", en="near its limit"),
    "score": Words(zh="得分不够", en="score too low"),
    "out_of_order": Words(zh="没有按顺序做", en="done out of order"),
    "missed": Words(zh="漏做", en="missed"),
    "skipped": Words(zh="漏点", en="skipped"),
    "too_early": Words(zh="早到", en="too early"),
    "too_late": Words(zh="晚到", en="too late"),
    "wrong_order": Words(zh="走错次序", en="out of turn"),
    "too_fast": Words(zh="走得太快", en="faster than anybody walks"),
    "difference": Words(zh="账实不符", en="the count differs from the book"),
}
STATUTORY = Words(zh="法定", en="by law")


def programme_words(bundle: Bundle, programme: str) -> Words:
    """A programme's title; its id where these policies have it no more."""
    known = bundle.programmes.get(programme)
    return known.title if known is not None else same(programme)


def subject_words(bundle: Bundle, subject: str) -> Words:
    """What a round is about: a thing of the site, a post, the estate as a whole, or a case by its number."""
    if subject == "estate":
        return Words(zh="全小区", en="the estate")
    post = bundle.organisation.post(subject)
    return bundle.site.thing_title(subject) or (post.title if post else same(subject))


def posts_words(bundle: Bundle, posts: Iterable[str]) -> Words:
    return listed(post_words(bundle, post) for post in posts)


def severity_words(severity: str) -> Words:
    return SEVERITIES.get(severity, same(severity))


def severity_tone(severity: str) -> Tone:
    return "soon" if severity == "minor" else "bad"


def state_tone(state: str, timeliness: str | None) -> Tone:
    if state == RoundState.MISSED.value:
        return "bad"
    return "soon" if timeliness in (Timeliness.LATE.value, Timeliness.MADE_UP.value) else "plain"


def state_words(state: str, timeliness: str | None) -> Words:
    """`done` says when, against its due instant: it is the shorter word for both."""
    return TIMELINESS[timeliness] if timeliness else STATES[state]


def answer_words(sheet: RoundSheet | None, name: str, answer: str | None) -> Words:
    """A kept answer as people read it."""
    if answer is None:
        return ERASED
    item = sheet.item(name) if sheet else None
    return answer_shown(item, answer) if item else same(answer)


def finding_words(bundle: Bundle, sheet: RoundSheet | None, finding: Finding) -> Words:
    """A finding in one line: what was found, and what should have been."""
    if finding.kind == MISSED:
        return finding.text
    if not finding.reading:
        point = bundle.site.thing_title(finding.name) or same(finding.name)
        words = Words(zh="{what}{kind}：{said}", en="{what}, {kind}: {said}")
        return words.fill(what=point, kind=KINDS.get(finding.kind, same(finding.kind)), said=finding.text)
    answer = answer_words(sheet, finding.name, finding.reading)
    if not finding.name:
        answer = same(f"{finding.reading}%")
    words = Words(zh="{what}：{answer}（{limit}）", en="{what}: {answer} ({limit})")
    return words.fill(what=finding.text, answer=answer, limit=finding.limit)


def clock(at: datetime, zone: tzinfo) -> str:
    """A time of day by the estate's clock, seconds only where there are any."""
    local = at.astimezone(zone)
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def day_and_clock(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%m-%d} {clock(at, zone)}"


def command(zh: str, en: str) -> Words:
    """A command as typed in each language: `巡查 记录 RD-12` and `round record RD-12`."""
    return Words(zh=f"estatectl 巡查 {zh}", en=f"estatectl round {en}")


def retest_words(finding: str) -> Words:
    """How a finding of a reading is closed again."""
    words = Words(zh="处理好后复测：{command}", en="once put right, test again: {command}")
    return words.fill(command=command(f"复测 {finding} …", f"retest {finding} …"))
