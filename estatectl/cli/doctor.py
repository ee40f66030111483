"""Floor 5: `estatectl doctor`: whether this machine and this estate are fit for work, for people and for monitors."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from estatectl.cli.commands import command, option
from estatectl.cli.context import Session
from estatectl.domain.problems import EstateError
from estatectl.domain.running.health import RANK, Check, State
from estatectl.domain.words import Words, same
from estatectl.render.page import Cell, Page, Table, Tone, Toned

_STATES: dict[State, tuple[Words, Tone]] = {
    "ok": (Words(zh="正常", en="ok"), "good"),
    "note": (Words(zh="留意", en="note"), "soon"),
    "bad": (Words(zh="有问题", en="bad"), "bad"),
}
_LEAST_FREE = 500


@command(
    "doctor",
    Words(
        zh="检查运行环境、小区目录和定时任务。\n\n退出码：0 正常，1 有问题；供监控读取用 --format json。",
        en="Check this machine, the estate, and whether the clock's jobs run.\n\n"
        "Exit status 0: fit; 1: something is bad. For monitors: --format json.",
    ),
    aliases=("体检",),
)
@option(
    "--fail-on",
    type=click.Choice(["note", "bad"]),
    default="bad",
    words=Words(zh="这一程度起退出码为 1（默认 bad）", en="end with 1 from this state on (default: bad)"),
)
@option(
    "--least-free",
    type=click.IntRange(min=0),
    default=_LEAST_FREE,
    words=Words(zh="磁盘至少要剩这么多 MB（默认 500）", en="so many MB must be free on the disk (default: 500)"),
    shown="MB",
)
@option(
    "--quick",
    is_flag=True,
    words=Words(zh="不逐条核对台账，看每周核对的结果", en="do not read the whole journal; trust the weekly proof"),
)
def doctor(session: Session, *, fail_on: State, least_free: int, quick: bool) -> Page:
    """Every check runs, whatever the others found."""
    checks = tuple(_checks(session, least_free, quick=quick))
    rows: list[tuple[Cell, ...]] = []
    for check in checks:
        words, tone = _STATES[check.state]
        rows.append((check.title, Toned(words, tone), check.detail))
    columns = (Words(zh="项目", en="what"), Words(zh="结果", en="state"), Words(zh="说明", en="detail"))
    worst = max((check.state for check in checks), key=RANK.__getitem__)
    return Page(
        (Table(columns, tuple(rows), wrap=frozenset({2})),),
        {
            "worst": worst,
            "checks": [{"name": c.name, "state": c.state, "detail": c.detail, **_values(c)} for c in checks],
        },
        status=1 if RANK[worst] >= RANK[fail_on] else 0,
        problems=tuple(problem for check in checks for problem in check.problems),
    )


def _values(check: Check) -> dict[str, object]:
    return {"values": dict(check.values)} if check.values else {}


def _checks(session: Session, least_free: int, *, quick: bool) -> Iterator[Check]:
    yield _of("program", Words(zh="程序", en="program"), "ok", same(str(Path(__file__).parents[1])))
    yield _of("python", same("Python"), "ok", same(f"{platform.python_version()} {sys.executable}"))
    yield _engine(session)
    yield _encoding()
    yield _cache(session)
    yield _guarded("directory", Words(zh="小区目录", en="estate"), lambda: _directory(session))
    policies = _guarded("policies", Words(zh="细则", en="policies"), lambda: _policies(session))
    yield policies
    sound = policies.state == "ok"
    if sound:
        yield from _of_policies(session)
    if session.premises.found is None:
        yield _of("journal", Words(zh="台账日志", en="journal"), "note", Words(zh="此处没有", en="none here"))
        return
    journal = _guarded("journal", Words(zh="台账日志", en="journal"), lambda: _journal(session, quick=quick))
    yield journal
    if not journal.problems:  # it opens, even if its chain does not hold
        yield from _of_journal(session, sound=sound)
    yield from _of_place(session, least_free)


def _of_policies(session: Session) -> Iterator[Check]:
    """What the policies and the clock tell without a journal."""
    from estatectl.domain.running.estate_health import holidays_check, zone_check

    premises, bundle = session.premises, session.bundle
    title = Words(zh="时区", en="time zone")
    now = premises.told_now
    yield _guarded("zone", title, lambda: zone_check(now, now.astimezone(), bundle.estate.timezone))
    yield _guarded(
        "holidays", Words(zh="节假日表", en="holidays"), lambda: holidays_check(bundle.calendars, premises.told_now)
    )


def _of_journal(session: Session, *, sound: bool) -> Iterator[Check]:
    """What the journal tells: whether jobs run, what waits, under which policies."""
    from estatectl.usecases.running.examining import adopted_of, clock_of, looks_at_jobs, outbox_of

    journal, now = session.premises.journal, session.premises.told_now
    yield _guarded("clock", Words(zh="机器时钟", en="clock"), lambda: clock_of(journal, now))
    if sound:
        title = Words(zh="在用的细则", en="policies in force")
        yield _guarded("adopted", title, lambda: adopted_of(journal, session.bundle))
    for job, look in looks_at_jobs(journal, now).items():
        yield _guarded(job.id, job.name, look)
    yield _guarded("outbox", Words(zh="发件箱", en="outbox"), lambda: outbox_of(journal, now))


def _of_place(session: Session, least_free: int) -> Iterator[Check]:
    """What the folder of the estate tells."""
    from estatectl.domain.running.estate_health import MEGABYTE, disk_check, secrets_check
    from estatectl.wiring.machine import free_bytes, secrets_state

    place = session.premises.directory
    title = Words(zh="磁盘", en="disk")
    yield _guarded("disk", title, lambda: disk_check(free_bytes(place), least_free * MEGABYTE))
    there, to_others = secrets_state(place)
    yield secrets_check(there=there, open_to_others=to_others)


def _of(name: str, title: Words, state: State, detail: Words) -> Check:
    return Check(name=name, title=title, state=state, detail=detail)


def _guarded(name: str, title: Words, look: Callable[[], Check | tuple[State, Words]]) -> Check:
    try:
        seen = look()
    except EstateError as refused:
        count = Words(zh="{count} 处问题，见下", en="{count} problems, listed below").fill(count=len(refused.problems))
        return Check(name=name, title=title, state="bad", detail=count, problems=refused.problems)
    except OSError as failure:
        return _of(name, title, "bad", same(f"{failure.strerror}: {failure.filename}"))
    return seen if isinstance(seen, Check) else _of(name, title, *seen)


def _engine(session: Session) -> Check:
    name = session.premises.engine.name
    title = Words(zh="规则引擎", en="rules engine")
    if name == "durable-rules":
        return _of("engine", title, "ok", same(name))
    detail = Words(
        zh="此 Python 上没有 durable-rules，改用内置引擎：结论相同",
        en="durable-rules cannot be imported on this Python; the plain engine decides the same in its place",
    )
    return _of("engine", title, "note", detail)


def _encoding() -> Check:
    encoding = sys.stdout.encoding or "?"
    title = Words(zh="字符编码", en="encoding")
    try:
        "诉求".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        detail = Words(zh="{name}：显示不了中文", en="{name}: cannot show Chinese").fill(name=encoding)
        return _of("encoding", title, "note", detail)
    return _of("encoding", title, "ok", same(encoding))


def _cache(session: Session) -> Check:
    title = Words(zh="缓存目录", en="cache")
    if session.premises.cache is None:
        detail = Words(zh="不可写，每次都要重读细则", en="not writable: policies are read anew every time")
        return _of("cache", title, "note", detail)
    return _of("cache", title, "ok", same(str(session.premises.cache)))


def _directory(session: Session) -> tuple[State, Words]:
    found = session.premises.found
    if found is None:
        return "note", Words(zh="此处没有；以下检查随程序附带的细则", en="none here; checking the packaged policies")
    return "ok", same(str(found))


def _policies(session: Session) -> tuple[State, Words]:
    estate = session.bundle.estate
    detail = Words(zh="{title}，版本 {version}，摘要 {digest}", en="{title}, version {version}, digest {digest}")
    return "ok", detail.fill(title=estate.title, version=estate.version, digest=session.bundle.digest[:12])


def _journal(session: Session, *, quick: bool) -> tuple[State, Words]:
    if quick:
        count, _ = session.premises.journal.head()
        return "ok", Words(zh="{count} 条记录，未逐条核对", en="{count} entries, not read").fill(count=count)
    verdict = session.premises.journal.verify()
    if verdict.bad_seq is not None:
        reason = verdict.reason or same("")
        return "bad", Words(zh="第 {seq} 条起不可信：{reason}", en="not to be trusted from entry {seq}: {reason}").fill(
            seq=verdict.bad_seq, reason=reason
        )
    return "ok", Words(zh="{count} 条记录，链条完整", en="{count} entries, the chain is whole").fill(
        count=verdict.entries
    )
