"""Floor 5: `estatectl journal`: proving the journal whole, reading it, exporting it, rebuilding the boards."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import suppress

from estatectl.cli.commands import Noun, argument, option
from estatectl.cli.context import Session
from estatectl.domain.problems import EstateError, Problem
from estatectl.domain.words import Words, same
from estatectl.render.page import Hint, Line, Page, Pairs, Table

_STREAM = Words(zh="编号", en="STREAM")
journal = Noun(
    "journal",
    Words(zh="台账日志：核对、查看、导出、重建。", en="The journal: verify, show, export, rebuild."),
    aliases=("台账",),
)


@journal.verb(
    "verify",
    Words(zh="核对整条日志有没有被改动。", en="Prove that nothing in the journal was changed."),
    aliases=("核对",),
)
@option(
    "--head",
    "noted",
    words=Words(zh="另处记下的链头，日志须包含它", en="a head noted elsewhere, which the journal must contain"),
    shown=Words(zh="哈希", en="HASH"),
)
def verify(session: Session, *, noted: str | None) -> Page:
    from estatectl.usecases.journal import verify as prove

    verdict = prove(session.premises.journal, noted)
    data = {"entries": verdict.entries, "head": verdict.head, "bad_seq": verdict.bad_seq, "reason": verdict.reason}
    if verdict.bad_seq is None:
        whole = Words(zh="{n} 条记录首尾相接，没有改动", en="{n} entries, unbroken and unchanged").fill(
            n=verdict.entries
        )
        pairs = Pairs(((Words(zh="链头", en="head"), verdict.head),))
        return Page((Line(whole, "good"), pairs, Hint(_NOTE_IT)), data)
    found = Words(zh="第 {seq} 条：{why}", en="entry {seq}: {why}").fill(seq=verdict.bad_seq, why=verdict.reason)
    sound = Words(zh="此前 {n} 条核对无误", en="the {n} entries before it hold").fill(n=verdict.entries)
    return Page((Line(found, "bad"), Line(sound)), data, status=4, problems=(Problem("EST-520", found),))


@journal.verb("show", Words(zh="查看记录。", en="Read the entries."), aliases=("查看",))
@argument(
    "stream",
    Words(zh="只看这一串，如 R-12、staff:zhang、roster", en="only this one: R-12, staff:zhang, roster"),
    required=False,
    shown=_STREAM,
)
@option(
    "--last", type=int, default=50, words=Words(zh="只看最后几条（默认 50）", en="only so many, the last (default 50)")
)
def show(session: Session, *, stream: str | None, last: int) -> Page:
    from estatectl.usecases.journal import latest, plain

    entries = latest(session.premises.journal, stream, last)
    with suppress(EstateError):  # times are read in the estate's zone; a journal can be read without sound policies
        _ = session.bundle
    columns = (
        Words(zh="序号", en="no."),
        Words(zh="时间", en="at"),
        Words(zh="编号", en="stream"),
        Words(zh="记录", en="kind"),
        Words(zh="经手", en="by"),
        Words(zh="内容", en="content"),
    )
    rows = tuple((e.seq, e.at, e.stream, e.kind, e.actor, _content(e.data)) for e in entries)
    return Page((Table(columns, rows, wrap=frozenset({5})),), {"entries": [plain(entry) for entry in entries]})


@journal.verb("export", Words(zh="逐条导出为 JSON 行。", en="Write all entries as JSON lines."), aliases=("导出",))
@option(
    "--with-personal",
    is_flag=True,
    words=Words(zh="连同个人信息（默认只有其承诺值）", en="with personal values (otherwise their commitments)"),
)
def export(session: Session, *, with_personal: bool) -> Page | None:
    from estatectl.usecases.journal import exported

    entries = exported(session.premises.journal, with_personal=with_personal)
    if session.format == "json":
        return Page(data={"entries": list(entries)})
    # Line by line to stdout: a journal of a million entries does not fit a page.
    for entry in entries:
        sys.stdout.write(json.dumps(entry, ensure_ascii=False) + "\n")
    return None


@journal.verb(
    "rebuild", Words(zh="按记录重建各看板。", en="Write the boards anew from the entries."), aliases=("重建",)
)
def rebuild(session: Session) -> Page:
    from estatectl.usecases.journal import cases_projection
    from estatectl.usecases.journal import rebuild as write_anew

    house = session.house
    done = write_anew(house, cases_projection(house))
    words = Words(
        zh="已按 {entries} 条记录重建（{streams} 串）", en="rebuilt from {entries} entries in {streams} streams"
    )
    data = {"entries": done.entries, "streams": done.streams}
    return Page((Line(words.fill(entries=done.entries, streams=done.streams)),), data)


@journal.verb(
    "erase",
    Words(zh="依法清除个人信息，日志仍可核对。", en="Forget personal data; the chain still holds."),
    aliases=("清除",),
)
@argument("stream", Words(zh="哪一串，如 R-12", en="of which stream, such as R-12"), shown=_STREAM)
@option(
    "--field",
    "fields",
    required=True,
    multiple=True,
    words=Words(zh="哪一项，可写多次", en="which field; may be repeated"),
)
@option("--reason", required=True, words=Words(zh="缘由", en="why"))
def erase(session: Session, *, stream: str, fields: tuple[str, ...], reason: str) -> Page:
    from estatectl.usecases.journal import cases_projection, forget

    house = session.house
    count = forget(house, stream, fields, reason, cases_projection(house))
    words = Words(
        zh="已清除 {n} 处个人信息，含通知里引用的", en="{n} personal values erased, those in notices included"
    )
    return Page((Line(words.fill(n=count)),), {"erased": count})


def _content(data: Mapping[str, object]) -> Words:
    return same(json.dumps(data, ensure_ascii=False, separators=(", ", ": ")))


_NOTE_IT = Words(
    zh="把链头抄存在别处，日后用 --head 核对，整本换掉也能看出",
    en="note the head elsewhere: 'verify --head' will show even a journal that was replaced whole",
)
