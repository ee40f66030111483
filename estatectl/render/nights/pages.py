"""A night's check on the terminal: what is wrong, for how long, who answers, and what was not there to be checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import SEVERITY_WORDS, Severity
from estatectl.domain.controls.night import OUTCOME_WORDS, Night, Outcome, Verdict
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed
from estatectl.render.nights.data import night_data
from estatectl.render.page import Block, Heading, Hint, Line, Page, Rule, Table, Tone, Toned
from estatectl.usecases.nights.checking import Run

_TONES: dict[Severity, Tone] = {Severity.MINOR: "plain", Severity.MAJOR: "soon", Severity.CRITICAL: "bad"}
_MOST = 12
"""How many of one kind are named one by one."""


def night_page(bundle: Bundle, night: Night, fail_on: Severity, *, one_by_one: bool = False) -> Page:
    """The result of `comply run`: a line for each control with findings, or for each finding; status 1 where something
    of that severity or above was found."""
    blocks: list[Block] = []
    if night.findings:
        blocks += [_each_finding(bundle, night) if one_by_one else _each_control(bundle, night), Rule()]
    blocks += [*_repeats(night), *_waivers(night), *_idle(night), *_said(night)]
    found = night.at_least(fail_on)
    blocks.append(Line(_headline(night), "bad" if found else "good"))
    if night.findings:
        blocks.append(Hint(_MORE.fill(finding=night.findings[0].id)))
    return Page(tuple(blocks), night_data(night), status=1 if found else 0)


def tried_page(bundle: Bundle, night: Night) -> Page:
    """One control by itself, finding by finding; status 1 where there are any."""
    [judged] = night.judged
    columns = (Words(zh="异常", en="finding"), Words(zh="对象", en="about"), Words(zh="结论", en="verdict"))
    rows = tuple((same(each.id), each.subject.title, OUTCOME_WORDS[each.outcome]) for each in judged.findings)
    answers = Words(zh="由谁负责：{posts}", en="answers for it: {posts}")
    blocks: list[Block] = [
        Heading(judged.control.title),
        Line(answers.fill(posts=listed(post_titles(bundle, judged.control.answers)))),
    ]
    if rows:
        blocks += [Table(columns, rows, wrap=frozenset({1})), Rule()]
    blocks.append(Line(_headline(night), "bad" if rows else "good"))
    if rows:
        blocks.append(Hint(_MORE.fill(finding=judged.findings[0].id)))
    return Page(tuple(blocks), night_data(night), status=1 if rows else 0)


def _each_control(bundle: Bundle, night: Night) -> Table:
    columns = (
        Words(zh="程度", en="severity"),
        Words(zh="说的是什么", en="what it says"),
        Words(zh="异常", en="findings"),
        Words(zh="新", en="new"),
        Words(zh="例", en="such as"),
        Words(zh="由谁负责", en="who answers"),
    )
    new = set(night.new)
    found = sorted(
        (each for each in night.judged if each.findings),
        key=lambda each: (-each.control.severity.rank, -len(each.findings), each.control.id),
    )
    rows = tuple(
        (
            Toned(SEVERITY_WORDS[each.control.severity], _TONES[each.control.severity]),
            each.control.title,
            len(each.findings),
            sum(verdict.id in new for verdict in each.findings),
            same(each.findings[0].id),
            listed(post_titles(bundle, each.control.answers)),
        )
        for each in found
    )
    return Table(columns, rows, wrap=frozenset({1, 5}))


def _each_finding(bundle: Bundle, night: Night) -> Table:
    columns = (
        Words(zh="程度", en="severity"),
        Words(zh="异常", en="finding"),
        Words(zh="说的是什么", en="what it says"),
        Words(zh="对象", en="about"),
        Words(zh="结论", en="verdict"),
        Words(zh="由谁负责", en="who answers"),
    )
    new = set(night.new)
    rows = tuple(
        (
            Toned(SEVERITY_WORDS[each.control.severity], _TONES[each.control.severity]),
            same(each.id),
            each.control.title,
            each.subject.title,
            _verdict(each, is_new=each.id in new),
            listed(post_titles(bundle, each.control.answers)),
        )
        for each in night.findings
    )
    return Table(columns, rows, wrap=frozenset({1, 2, 3, 5}))


def _verdict(verdict: Verdict, *, is_new: bool) -> Words:
    said = OUTCOME_WORDS[verdict.outcome]
    return Words(zh="{said}（新）", en="{said} (new)").fill(said=said) if is_new else said


def post_titles(bundle: Bundle, posts: Iterable[str]) -> list[Words]:
    """Posts in people's words; an unknown one by its id."""
    known = bundle.organisation.posts
    return [known[post].title if post in known else same(post) for post in posts]


def skipped_words(run: Run) -> Iterator[Words]:
    """What to say beside the result of nights that had been missed: it is not part of the night asked for."""
    if run.caught_up:
        words = Words(
            zh="先补查了漏掉的 {n} 晚：{days}", en="nights that had been missed were checked first, {n}: {days}"
        )
        yield words.fill(n=len(run.caught_up), days=_days(run.caught_up))
    if run.never:
        words = Words(zh="从未核查过的 {n} 晚：{days}", en="nights that were never checked, {n}: {days}")
        yield words.fill(n=len(run.never), days=_days(run.never))


def _days(days: Sequence[date]) -> Words:
    return same(str(days[0]) if len(days) == 1 else f"{days[0]} … {days[-1]}")


def _repeats(night: Night) -> Iterator[Block]:
    if not night.repeats:
        return
    heading = Words(zh="一再出现（近 30 晚中查过 {n} 晚）", en="coming back (of the last 30 nights, {n} were checked)")
    yield Heading(heading.fill(n=night.nights_known + 1))
    for each in night.repeats[:_MOST]:
        words = Words(zh="{who}：{title}，{times} 次", en="{who}: {title}, {times} times")
        filled = words.fill(who=same(each.whose or "-"), title=each.control.title, times=each.times)
        yield Line(filled, indent=2)
    yield Rule()


def _waivers(night: Night) -> Iterator[Block]:
    for waiver in night.unused:
        words = Words(
            zh="豁免“{title}”（到 {until}）没有用上：问题已不在，请撤掉",
            en="the waiver '{title}' (until {until}) excuses nothing: take it out",
        )
        yield Line(words.fill(title=waiver.title, until=same(str(waiver.until))), "soon")
    for waiver in night.lapsed:
        words = Words(
            zh="豁免“{title}”已于 {until} 到期，不再生效", en="the waiver '{title}' ended on {until} and counts no more"
        )
        yield Line(words.fill(title=waiver.title, until=same(str(waiver.until))), "soon")


def _idle(night: Night) -> Iterator[Block]:
    if night.idle:
        words = Words(
            zh="{n} 个控制点当天无可核查的对象（不等于符合）：{list}",
            en="{n} controls had nothing to judge that day (which is not the same as satisfied): {list}",
        )
        named = listed([each.title for each in night.idle[:_MOST]])
        more = Words(zh="{named} 等", en="{named} …").fill(named=named) if len(night.idle) > _MOST else named
        yield Line(words.fill(n=len(night.idle), list=more), "faint")


def _said(night: Night) -> Iterator[Block]:
    if night.before is None:
        yield Line(
            Words(zh="这是第一晚：没有前一晚可比", en="this is the first night: there is none to compare with"), "faint"
        )
    else:
        words = Words(
            zh="与 {before} 相比：新增 {new}，仍在 {continuing}，已消 {resolved}",
            en="against {before}: new {new}, continuing {continuing}, resolved {resolved}",
        ).fill(
            before=same(str(night.before)),
            new=len(night.new),
            continuing=len(night.continuing),
            resolved=len(night.resolved),
        )
        yield Line(words)
    if night.accepted is not None:
        words = Words(zh="细则改动引起的变化已确认：{why}", en="what the change of policies turned was accepted: {why}")
        yield Line(words.fill(why=same(night.accepted)), "soon")


def _headline(night: Night) -> Words:
    return Words(
        zh="{day}：{controls} 个控制点，{total} 条结论：符合 {satisfied}，不符合 {violated}，"
        "无从证明 {unproven}，已豁免 {waived}",
        en="{day}: {controls} controls, {total} verdicts: satisfied {satisfied}, violated {violated}, "
        "unproven {unproven}, waived {waived}",
    ).fill(
        day=same(str(night.day)),
        controls=len(night.judged),
        total=night.total,
        **{outcome.value: night.count(outcome) for outcome in Outcome},
    )


_MORE = Words(zh="逐条看缘由：estatectl comply explain {finding}", en="to see why: estatectl comply explain {finding}")
