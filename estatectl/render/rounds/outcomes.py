"""Floor 3: what a command did to rounds: begun, recorded with all that was found, let off, tested again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from estatectl.domain.bundle import Bundle
from estatectl.domain.rounds.round import Finding, Round, Timeliness
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed, person_words
from estatectl.render.page import Block, Hint, Line, Page, Rule
from estatectl.render.rounds.pages import planned_table, record_command, round_data
from estatectl.render.rounds.words import (
    KINDS,
    TIMELINESS,
    clock,
    day_and_clock,
    finding_words,
    programme_words,
    retest_words,
    severity_tone,
    severity_words,
    subject_words,
)
from estatectl.usecases.rounds.book import finding_id
from estatectl.usecases.rounds.moves import Retested
from estatectl.usecases.rounds.recording import Recorded
from estatectl.usecases.rounds.views import RoundView


def name_words(bundle: Bundle, known: Round) -> Words:
    """A round by its number, programme and subject."""
    words = Words(zh="{id} {programme}（{subject}）", en="{id} {programme} ({subject})")
    return words.fill(
        id=same(known.id),
        programme=programme_words(bundle, known.programme),
        subject=subject_words(bundle, known.subject),
    )


def started_page(view: RoundView) -> Page:
    """A round begun: by when it is to be done; on a patrol, where to be when."""
    known, zone = view.round, view.bundle.estate.zone
    words = Words(zh="{name}已开始，{due} 前做完", en="{name} begun; to be done by {due}")
    blocks: list[Block] = [
        Line(words.fill(name=name_words(view.bundle, known), due=day_and_clock(known.due, zone)), "good")
    ]
    if view.route is not None:
        blocks += [Rule(), planned_table(view, view.route)]
    blocks += [Rule(), Hint(_WHEN_DONE.fill(command=record_command(view)))]
    return Page(tuple(blocks), {"round": round_data(view)})


_WHEN_DONE = Words(zh="做完后：{command}", en="when done: {command}")


def recorded_page(bundle: Bundle, view: RoundView, done: Recorded, told: Sequence[str], since: int) -> Page:
    """A round as it was recorded: how it counts, then whatever was not in order and what follows from it.

    `since` is the journal's last entry before: what is told stands after it.
    """
    known = view.round
    news = [entry for entry in view.entries if entry.seq > since]
    found = {entry.data["number"] for entry in news if entry.kind == "found"}
    closed = {entry.data["number"] for entry in news if entry.kind in ("settled", "retested")}
    blocks: list[Block] = [_counts(bundle, view)]
    if known.score is not None:
        blocks.append(Line(Words(zh="得分率 {n}%", en="score {n} %").fill(n=known.score), indent=2))
    for finding in known.findings:
        if finding.number in found:
            blocks += _found(bundle, view, finding)
        elif finding.number in closed:
            blocks.append(Line(_closed(bundle, view, finding), "good"))
    if not found:
        blocks.append(Line(Words(zh="没有异常", en="everything in order"), "good"))
    if told:
        names = [person_words(view.people, each) or same(each) for each in told]
        blocks.append(Line(Words(zh="已通知：{who}", en="told: {who}").fill(who=listed(names)), "bad"))
    return Page(tuple(blocks), {"round": round_data(view), "opened": list(done.cases), "told": list(told)})


def _closed(bundle: Bundle, view: RoundView, finding: Finding) -> Words:
    """A finding from before that this record has closed: the miss of a round that was made up."""
    words = Words(zh="✓ {id} {kind}随之关闭{case}", en="✓ {id} ({kind}) is closed by it{case}")
    case = same("")
    if finding.case is not None:
        case = Words(zh="，{title} {id}", en=", {title} {id}").fill(
            title=case_title(bundle, finding.case), id=same(finding.case)
        )
    kind = KINDS.get(finding.kind, same(finding.kind))
    return words.fill(id=same(finding_id(view.round, finding.number)), kind=kind, case=case)


def _counts(bundle: Bundle, view: RoundView) -> Line:
    known, zone = view.round, view.bundle.estate.zone
    assert known.done_at is not None
    assert known.timeliness is not None
    on_time = known.timeliness is Timeliness.ON_TIME
    words = Words(zh="✓ {name}已记录：{counts}{by}", en="✓ {name} recorded: {counts}{by}")
    late = known.done_at - known.due
    off = (
        same("")
        if on_time
        else Words(zh="（应在 {due} 前，晚 {long}）", en=" (was due {due}, {long} late)").fill(
            due=day_and_clock(known.due, zone), long=_length(late)
        )
    )
    counts = Words(zh="{when}，{how}{off}", en="{when}, {how}{off}").fill(
        when=clock(known.done_at, zone), how=TIMELINESS[known.timeliness.value], off=off
    )
    doer = person_words(view.people, known.done_by) or same("-")
    by = Words(zh="；{who}", en="; {who}").fill(who=doer)
    return Line(words.fill(name=name_words(bundle, known), counts=counts, by=by), "good" if on_time else "soon")


def _length(length: timedelta) -> Words:
    from estatectl.render.look import duration

    return Words(zh=duration(length, "zh"), en=duration(length, "en"))


def _found(bundle: Bundle, view: RoundView, finding: Finding) -> Iterator[Line]:
    """A finding, the case it led to, and how it is closed again."""
    fid = finding_id(view.round, finding.number)
    words = Words(zh="{mark} {id} {severity}　{what}{note}", en="{mark} {id} {severity}: {what}{note}")
    note = Words(zh="；{note}", en="; {note}").fill(note=same(finding.note)) if finding.note else same("")
    said = words.fill(
        mark="✗" if finding.closed_at is None else "!",
        id=same(fid),
        severity=severity_words(finding.severity),
        what=finding_words(view.bundle, view.sheet, finding),
        note=note,
    )
    yield Line(said, severity_tone(finding.severity))
    if finding.case is not None:
        opened = Words(zh="→ 已开{title} {id}", en="→ {title} {id} opened")
        yield Line(opened.fill(title=case_title(bundle, finding.case), id=same(finding.case)), indent=4)
    if finding.closed_at is None and finding.needs_retest:
        yield Line(Words(zh="→ {words}", en="→ {words}").fill(words=retest_words(fid)), indent=4)
    elif finding.closed_at is not None:
        yield Line(Words(zh="→ 只作记录", en="→ noted only"), "faint", indent=4)


def case_title(bundle: Bundle, case_id: str) -> Words:
    """What kind of case a number is of."""
    series = case_id.partition("-")[0]
    found = next((each for each in bundle.workflows.values() if each.series == series), None)
    return found.title if found is not None else same("")


def excused_page(bundle: Bundle, excused: Sequence[Round]) -> Page:
    """Rounds that were let off."""
    words = Words(zh="已批准不做：{name}", en="excused: {name}")
    lines = tuple(Line(words.fill(name=name_words(bundle, each)), "good") for each in excused)
    return Page(lines, {"excused": [each.id for each in excused]})


def retested_page(view: RoundView, tested: Retested) -> Page:
    """What a test said, and what is still open."""
    finding, bundle = tested.finding, view.bundle
    fid = same(finding_id(tested.round, finding.number))
    if tested.passed:
        words = Words(zh="✓ {id} 复测合格，异常关闭", en="✓ {id} is in order now and closed").fill(id=fid)
        blocks: list[Block] = [Line(words, "good")]
    else:
        words = Words(
            zh="✗ {id} 复测仍不合格（第 {n} 次）：{limit}", en="✗ {id} is still not in order (test {n}): {limit}"
        )
        blocks = [Line(words.fill(id=fid, n=finding.retests, limit=finding.limit), "bad")]
    if finding.case is not None:
        case = Words(zh="{title} {id} 已随之更新", en="{title} {id} was moved along with it")
        blocks.append(Line(case.fill(title=case_title(bundle, finding.case), id=same(finding.case)), indent=2))
    left = [same(finding_id(tested.round, each.number)) for each in tested.round.open_findings]
    if left:
        blocks.append(Hint(Words(zh="还没关闭：{left}", en="still open: {left}").fill(left=listed(left))))
    return Page(tuple(blocks), {"finding": fid.en, "passed": tested.passed, "round": round_data(view)})
