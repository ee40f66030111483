"""Floor 5: `estatectl doctor`: whether this machine and this estate are fit for work."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from estatectl.cli.commands import command
from estatectl.cli.context import Session
from estatectl.domain.problems import EstateError, Problem
from estatectl.domain.words import Words, same
from estatectl.render.page import Cell, Page, Table, Tone, Toned

State = Literal["ok", "note", "bad"]

_STATES: dict[State, tuple[Words, Tone]] = {
    "ok": (Words(zh="正常", en="ok"), "good"),
    "note": (Words(zh="留意", en="note"), "soon"),
    "bad": (Words(zh="有问题", en="bad"), "bad"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw. Only `bad` makes the command end with 1."""

    name: str
    title: Words
    state: State
    detail: Words
    problems: tuple[Problem, ...] = ()


@command("doctor", Words(zh="检查运行环境与小区目录。", en="Check this machine and the estate."), aliases=("体检",))
def doctor(session: Session) -> Page:
    """Every check runs, whatever the others found."""
    findings = tuple(_findings(session))
    rows: list[tuple[Cell, ...]] = []
    for finding in findings:
        words, tone = _STATES[finding.state]
        rows.append((finding.title, Toned(words, tone), finding.detail))
    columns = (Words(zh="项目", en="what"), Words(zh="结果", en="state"), Words(zh="说明", en="detail"))
    return Page(
        (Table(columns, tuple(rows), wrap=frozenset({2})),),
        {"checks": [{"name": f.name, "state": f.state, "detail": f.detail} for f in findings]},
        status=1 if any(finding.state == "bad" for finding in findings) else 0,
        problems=tuple(problem for finding in findings for problem in finding.problems),
    )


def _findings(session: Session) -> Iterator[Finding]:
    yield Finding("program", Words(zh="程序", en="program"), "ok", same(str(Path(__file__).parents[1])))
    yield Finding("python", same("Python"), "ok", same(f"{platform.python_version()} {sys.executable}"))
    yield _engine(session)
    yield _encoding()
    yield _cache(session)
    yield _guarded("directory", Words(zh="小区目录", en="estate"), lambda: _directory(session))
    policies = _guarded("policies", Words(zh="细则", en="policies"), lambda: _policies(session))
    yield policies
    if policies.state == "ok":
        yield _guarded("zone", Words(zh="时区", en="time zone"), lambda: _zone(session))
    yield _guarded("journal", Words(zh="台账日志", en="journal"), lambda: _journal(session))


def _guarded(name: str, title: Words, look: Callable[[], tuple[State, Words]]) -> Finding:
    try:
        state, detail = look()
    except EstateError as refused:
        count = Words(zh="{count} 处问题，见下", en="{count} problems, listed below").fill(count=len(refused.problems))
        return Finding(name, title, "bad", count, refused.problems)
    except OSError as failure:
        return Finding(name, title, "bad", same(f"{failure.strerror}: {failure.filename}"))
    return Finding(name, title, state, detail)


def _engine(session: Session) -> Finding:
    name = session.premises.engine.name
    title = Words(zh="规则引擎", en="rules engine")
    if name == "durable-rules":
        return Finding("engine", title, "ok", same(name))
    detail = Words(
        zh="此 Python 上没有 durable-rules，改用内置引擎：结论相同",
        en="durable-rules cannot be imported on this Python; the plain engine decides the same in its place",
    )
    return Finding("engine", title, "note", detail)


def _encoding() -> Finding:
    encoding = sys.stdout.encoding or "?"
    title = Words(zh="字符编码", en="encoding")
    try:
        "诉求".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        detail = Words(zh="{name}：显示不了中文", en="{name}: cannot show Chinese").fill(name=encoding)
        return Finding("encoding", title, "note", detail)
    return Finding("encoding", title, "ok", same(encoding))


def _cache(session: Session) -> Finding:
    title = Words(zh="缓存目录", en="cache")
    if session.premises.cache is None:
        detail = Words(zh="不可写，每次都要重读细则", en="not writable: policies are read anew every time")
        return Finding("cache", title, "note", detail)
    return Finding("cache", title, "ok", same(str(session.premises.cache)))


def _directory(session: Session) -> tuple[State, Words]:
    found = session.premises.found
    if found is None:
        return "note", Words(zh="此处没有；以下检查随程序附带的细则", en="none here; checking the packaged policies")
    return "ok", same(str(found))


def _policies(session: Session) -> tuple[State, Words]:
    estate = session.bundle.estate
    detail = Words(zh="{title}，版本 {version}，摘要 {digest}", en="{title}, version {version}, digest {digest}")
    return "ok", detail.fill(title=estate.title, version=estate.version, digest=session.bundle.digest[:12])


def _zone(session: Session) -> tuple[State, Words]:
    now = session.premises.now.astimezone(session.premises.zone)
    return "ok", same(f"{session.bundle.estate.timezone} {now:%Y-%m-%d %H:%M %z}")


def _journal(session: Session) -> tuple[State, Words]:
    if session.premises.found is None:
        return "note", Words(zh="此处没有", en="none here")
    verdict = session.premises.journal.verify()
    if verdict.bad_seq is not None:
        reason = verdict.reason or same("")
        return "bad", Words(zh="第 {seq} 条起不可信：{reason}", en="not to be trusted from entry {seq}: {reason}").fill(
            seq=verdict.bad_seq, reason=reason
        )
    return "ok", Words(zh="{count} 条记录，链条完整", en="{count} entries, the chain is whole").fill(
        count=verdict.entries
    )
