"""Floor 3: what happened to a round, line by line from its entries; and the whole of it for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from estatectl.domain.entries import Entry
from estatectl.domain.rounds.round import Finding
from estatectl.domain.words import Words, same
from estatectl.render.case_words import person_words
from estatectl.render.page import Cell, Table
from estatectl.render.rounds.words import TIMELINESS
from estatectl.usecases.rounds.book import finding_id
from estatectl.usecases.rounds.views import RoundView


def round_timeline(view: RoundView) -> Table:
    """What happened to a round, in order."""
    rows: list[tuple[Cell, ...]] = []
    for entry in sorted(view.entries, key=lambda entry: entry.at):
        what = _event(view, entry)
        if what is not None:
            rows.append((entry.at, person_words(view.people, entry.actor), what))
    columns = (Words(zh="时间", en="when"), Words(zh="谁", en="who"), Words(zh="事项", en="what"))
    return Table(columns, tuple(rows), wrap=frozenset({2}))


def _event(view: RoundView, entry: Entry) -> Words | None:
    """What an entry tells a person; None for those that only keep evidence, and for findings, which are shown apart."""
    data: Mapping[str, Any] = entry.data
    match entry.kind:
        case "due":
            return Words(zh="可以做了", en="open to be done")
        case "started":
            return Words(zh="开始", en="begun")
        case "recorded":
            words = Words(zh="记录：{how}{source}", en="recorded: {how}{source}")
            return words.fill(how=TIMELINESS[data["timeliness"]], source=_source(data))
        case "missed":
            return _missed(data["in_a_row"])
        case "excused":
            return Words(zh="批准不做：{why}", en="excused: {why}").fill(why=data["reason"])
        case "alerted":
            return Words(zh="发出提醒", en="called for")
        case _:
            return _about_finding(view, entry.kind, data)


def _missed(in_a_row: int) -> Words:
    if in_a_row == 1:
        return Words(zh="记为漏做", en="recorded as missed")
    return Words(zh="记为漏做（连续第 {n} 次）", en="recorded as missed, {n} in a row").fill(n=in_a_row)


def _source(data: Mapping[str, Any]) -> Words:
    """From where in which file it was handed in."""
    told = data.get("imported")
    if told is None:
        return same("")
    words = Words(zh="，来自 {file} 第 {row} 行", en=", from {file}, row {row}")
    return words.fill(file=same(str(told["file"])), row=told["row"])


def _about_finding(view: RoundView, kind: str, data: Mapping[str, Any]) -> Words | None:
    finding = view.round.finding(int(data["number"])) if "number" in data else None
    if finding is None:
        return None
    fid = same(finding_id(view.round, finding.number))
    match kind:
        case "followed":
            return Words(zh="{id} 转入 {case}", en="{id} goes on as {case}").fill(id=fid, case=data["case"])
        case "retested":
            words = Words(zh="{id} 复测 {answer}：{how}", en="{id} tested again, {answer}: {how}")
            how = Words(zh="合格", en="in order") if data["passed"] else Words(zh="不合格", en="not in order")
            return words.fill(id=fid, answer=same(str(data["answer"])), how=how)
        case "settled":
            return Words(zh="{id} 关闭", en="{id} closed").fill(id=fid)
        case _:
            return None


def round_data(view: RoundView) -> dict[str, object]:
    """A round for programs."""
    known = view.round
    return {
        "id": known.id,
        "programme": known.programme,
        "subject": known.subject,
        "department": known.department,
        "by": list(known.by),
        "statutory": known.statutory,
        "state": known.state.value,
        "nominal": known.nominal,
        "opens": known.opens,
        "due": known.due,
        "closes": known.closes,
        "started_at": known.started_at,
        "started_by": known.started_by,
        "done_at": known.done_at,
        "done_by": known.done_by,
        "handed_in_at": known.handed_in_at,
        "timeliness": known.timeliness.value if known.timeliness else None,
        "answers": dict(known.answers),
        "notes": dict(known.notes),
        "visits": [{"checkpoint": each.checkpoint, "at": each.at} for each in known.visits],
        "log": [{"kind": each.kind, "text": each.text, "at": each.at} for each in known.log],
        "files": list(known.files),
        "score": known.score,
        "excuse": known.excuse,
        "findings": [_finding_data(view, each) for each in known.findings],
        "items": [item.id for item in view.sheet.items] if view.sheet else [],
        "told": list(view.told),
        "entries": [
            {"seq": e.seq, "at": e.at, "recorded_at": e.recorded_at, "kind": e.kind, "actor": e.actor, "data": e.data}
            for e in view.entries
        ],
    }


def _finding_data(view: RoundView, finding: Finding) -> dict[str, object]:
    return {
        "id": finding_id(view.round, finding.number),
        "kind": finding.kind,
        "item": finding.item,
        "name": finding.name,
        "text": finding.text,
        "reading": finding.reading,
        "limit": finding.limit,
        "note": finding.note,
        "severity": finding.severity,
        "at": finding.at,
        "open": finding.closed_at is None,
        "case": finding.case,
        "closed_at": finding.closed_at,
        "retests": finding.retests,
    }
