"""Floor 3: what became of a bulk file: how many, which rows were refused and why, where they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from estatectl.domain.handed_in.sheets import WHOLE_ROW, Sheet
from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Words, same
from estatectl.render.page import Block, Hint, Line, Page, Pairs, Rule, Table
from estatectl.usecases.handed_rows import Handed
from estatectl.usecases.importing import Imported
from estatectl.usecases.registers.importing import LinesImported
from estatectl.usecases.rounds.importing import RoundsImported
from estatectl.usecases.stock.importing import StockImported

_COLUMNS = (
    Words(zh="行", en="row"),
    Words(zh="列", en="column"),
    Words(zh="编号", en="code"),
    Words(zh="原因", en="why"),
    Words(zh="怎么改", en="how to mend it"),
)


def import_page(done: Imported, sheet: Sheet, rejects: Path | None, *, dry_run: bool) -> Page:
    """Cases. Status 1 where rows were refused."""
    counts = [(_TO_OPEN if dry_run else _OPENED, done.opened), (_TO_ARCHIVE if dry_run else _ARCHIVED, done.recorded)]
    data = {"opened": done.opened, "recorded": done.recorded, "ids": list(done.ids)}
    return _page(done, counts, data, sheet, rejects, dry_run=dry_run)


_TO_OPEN, _OPENED = Words(zh="可受理", en="to open"), Words(zh="已受理", en="opened")
_TO_ARCHIVE = Words(zh="可归档（历史）", en="to archive (history)")
_ARCHIVED = Words(zh="已归档（历史）", en="archived (history)")


def rounds_import_page(done: RoundsImported, sheet: Sheet, rejects: Path | None, *, dry_run: bool) -> Page:
    """Rounds. Status 1 where rows were refused."""
    counts = [
        (
            Words(zh="可记到计划内", en="to record") if dry_run else Words(zh="已记到计划内", en="recorded"),
            done.recorded,
        ),
        (
            Words(zh="可记到计划外（历史）", en="to note (history)")
            if dry_run
            else Words(zh="已记到计划外（历史）", en="noted (history)"),
            done.history,
        ),
        (Words(zh="异常", en="not in order"), done.findings),
        *([(Words(zh="已开事项", en="cases opened"), len(done.cases))] if done.cases else []),
    ]
    data = {
        "recorded": done.recorded,
        "history": done.history,
        "findings": done.findings,
        "ids": list(done.ids),
        "cases": list(done.cases),
    }
    return _page(done, counts, data, sheet, rejects, dry_run=dry_run)


def lines_import_page(
    done: LinesImported, sheet: Sheet, rejects: Path | None, unused: Sequence[str], *, dry_run: bool
) -> Page:
    """Lines of a register. Status 1 where rows were refused."""
    counts = [(Words(zh="可登记", en="to write") if dry_run else Words(zh="已登记", en="written"), done.added)]
    page = _page(done, counts, {"added": done.added, "ids": list(done.ids)}, sheet, rejects, dry_run=dry_run)
    if not unused:
        return page
    words = Words(zh="登记簿没有的列，未用：{list}", en="columns that the register does not know: {list}")
    hint = Hint(words.fill(list=same(", ".join(unused))))
    return replace(page, blocks=(*page.blocks, hint), data={**page.data, "unused_columns": list(unused)})


def stock_import_page(done: StockImported, sheet: Sheet, rejects: Path | None, *, dry_run: bool) -> Page:
    """Lines of ledgers. Status 1 where rows were refused."""
    title = Words(zh="可记账", en="to write") if dry_run else Words(zh="已记账", en="written")
    return _page(done, [(title, done.written)], {"written": done.written}, sheet, rejects, dry_run=dry_run)


def _page(
    done: Handed,
    counts: Sequence[tuple[Words, int]],
    data: Mapping[str, object],
    sheet: Sheet,
    rejects: Path | None,
    *,
    dry_run: bool,
) -> Page:
    """What is the same of every import; `counts` come first."""
    blocks: list[Block] = []
    if dry_run:
        blocks.append(Line(Words(zh="只检查，什么也没有写。", en="Judged only; nothing was written."), "strong"))
    blocks.append(Pairs((*counts, *_counts(done))))
    if done.refused:
        found = Words(zh="{file} 中未导入的行：", en="refused rows of {file}:").fill(file=same(sheet.file))
        blocks += [Rule(), Line(found, "bad"), Table(_COLUMNS, tuple(_refused(sheet, done)), wrap=frozenset({3, 4}))]
    if rejects is not None:
        words = Words(
            zh="未导入的行已写入 {file}，改好后再导入一次即可", en="they are in {file}: mend them there and import it"
        )
        blocks.append(Hint(words.fill(file=same(str(rejects)))))
    blocks += _hints(done)
    return Page(
        tuple(blocks), {**data, **_data(done, sheet, rejects, dry_run=dry_run)}, status=1 if done.refused else 0
    )


def _hints(done: Handed) -> Iterator[Hint]:
    """What else is worth knowing about the file."""
    if done.changed:
        words = Words(
            zh="{n} 行导入后来源又有改动，没有覆盖：第 {rows} 行",
            en="{n} rows changed at the source since; not taken over: {rows}",
        )
        listed = ", ".join(str(row.row.place.line) for row in done.changed[:20] if row.row.place)
        more = "…" if len(done.changed) > 20 else ""
        yield Hint(words.fill(n=len(done.changed), rows=same(listed + more)))
    if done.unused:
        words = Words(zh="对照表没有用到的列：{list}", en="columns that the mapping does not use: {list}")
        yield Hint(words.fill(list=same(", ".join(done.unused))))


def _counts(done: Handed) -> Iterator[tuple[Words, int]]:
    for words, count in (
        (Words(zh="以前已导入", en="imported before"), done.known),
        (Words(zh="文件内重复", en="twice in the file"), done.repeated),
        (Words(zh="按对照表略过", en="passed over by the mapping"), done.skipped),
    ):
        if count:
            yield words, count
    yield Words(zh="未导入", en="refused"), len(done.refused)


def _refused(sheet: Sheet, done: Handed) -> Iterator[tuple[int, str | None, str, Words, Words | None]]:
    for each in done.refused:
        for problem in each.problems:
            yield each.line, _column(sheet, problem.place), problem.code, problem.words, problem.hint


def _column(sheet: Sheet, place: Place | None) -> str | None:
    """The name of the column that a place stands in; None where the whole row is meant."""
    return sheet.columns[place.col - 1] if place is not None and WHOLE_ROW < place.col <= len(sheet.columns) else None


def _data(done: Handed, sheet: Sheet, rejects: Path | None, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "known": done.known,
        "changed": [row.row.place.line for row in done.changed if row.row.place],
        "repeated": done.repeated,
        "skipped": done.skipped,
        "rejects": rejects,
        "unused_columns": list(done.unused),
        "refused": [
            {"row": each.line, "problems": [_problem(sheet, problem) for problem in each.problems]}
            for each in done.refused
        ],
    }


def _problem(sheet: Sheet, problem: Problem) -> dict[str, object]:
    column = _column(sheet, problem.place)
    return {"code": problem.code, "message": problem.words, "hint": problem.hint, "column": column}
