"""Pages about personal data: where it stands, what was forgotten, what would be."""

from __future__ import annotations

from collections.abc import Sequence

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import Field
from estatectl.domain.words import Words, same
from estatectl.render.page import Block, Cell, Line, Page, Rule, Table
from estatectl.usecases.ports import Reader
from estatectl.usecases.registers.forgetting import NOTICES, Forgotten, Held

_STREAM = Words(zh="编号", en="no.")
_WHAT = Words(zh="种类", en="what")
_FIELDS = Words(zh="个人信息", en="personal data")
_UNTIL = Words(zh="保留至", en="kept until")
_NOTICE = Words(zh="通知内容", en="texts of notices")


def found_page(bundle: Bundle, reader: Reader, held: Sequence[Held]) -> Page:
    """Where something personal stands."""
    words = Words(zh="共 {n} 处", en="{n} places").fill(n=len(held))
    return Page((_table(bundle, reader, held), Rule(), Line(words)), {"found": _data(held)})


def forgotten_page(bundle: Bundle, reader: Reader, done: Forgotten, *, dry_run: bool) -> Page:
    """What was forgotten, or would be."""
    if dry_run:
        words = Words(zh="只检查：{n} 处可清除，什么也没有写", en="judged only: {n} to be erased; nothing was written")
        words = words.fill(n=len(done.held))
    elif done.held:
        words = Words(zh="{n} 处、{values} 个值已清除；台账仍可核对", en="{values} values erased in {n} places")
        words = words.fill(n=len(done.held), values=done.values)
    else:
        words = Words(zh="没有到期的个人信息", en="no personal data is past its time")
    data = {"dry_run": dry_run, "erased": done.values, "places": _data(done.held)}
    blocks: tuple[Block, ...] = (_table(bundle, reader, done.held), Rule()) if done.held else ()
    return Page((*blocks, Line(words)), data)


def _table(bundle: Bundle, reader: Reader, held: Sequence[Held]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (each.stream, each.title, _named(bundle, reader, each), each.until.isoformat() if each.until else None)
        for each in held
    ]
    return Table((_STREAM, _WHAT, _FIELDS, _UNTIL), tuple(rows), wrap=frozenset({2}))


def _named(bundle: Bundle, reader: Reader, held: Held) -> Words:
    """The fields by title; what a notice quotes is told as such."""
    fields = _fields(bundle, reader, held.stream)
    found: dict[str, Words] = {}
    for path in held.paths:
        name = path.rpartition(".")[2]
        words = _NOTICE if name in NOTICES else fields[name].title if name in fields else same(name)
        found[words.en] = words
    return Words(zh="、".join(each.zh for each in found.values()), en=", ".join(each.en for each in found.values()))


def _fields(bundle: Bundle, reader: Reader, stream: str) -> dict[str, Field]:
    line, case = reader.register_line(stream), reader.case(stream)
    if line is not None and line.register in bundle.registers:
        return dict(bundle.registers[line.register].fields)
    if case is not None and case.workflow in bundle.workflows:
        return dict(bundle.workflows[case.workflow].fields)
    return {}


def _data(held: Sequence[Held]) -> list[dict[str, object]]:
    return [
        {"stream": each.stream, "paths": list(each.paths), "until": each.until.isoformat() if each.until else None}
        for each in held
    ]
