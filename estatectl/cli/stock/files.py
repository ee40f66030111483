"""Floor 5: `stock count|import|export`: what comes from files, and goes into them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import argument, command, option
from estatectl.cli.context import Session
from estatectl.cli.stock.options import happened_at, in_store, noted, quantities, witnessed
from estatectl.domain.words import Words, same

if TYPE_CHECKING:
    from estatectl.render.page import Page

_FILE = Words(zh="文件", en="FILE")
_EXISTS = click.Path(path_type=Path, exists=True, dir_okay=False)
_NEW = click.Path(path_type=Path, dir_okay=False)


@command(
    "count",
    Words(zh="盘点：账面改为实有数。", en="Count: the book becomes what was found."),
    aliases=("盘点",),
)
@quantities(required=False)
@in_store()
@option(
    "--from",
    "file",
    type=_EXISTS,
    shown=_FILE,
    words=Words(
        zh="从盘点表读（stock export 导出，填“实有”一列）",
        en="read a count sheet (as 'stock export' writes it, 'found' filled in)",
    ),
)
@witnessed()
@noted()
@happened_at()
def count(
    session: Session,
    *,
    words: tuple[str, ...],
    store: str | None,
    file: Path | None,
    witness: str | None,
    note: str | None,
    at: str | None,
) -> Page:
    from estatectl.domain.handed_in.mapped_columns import FileForm
    from estatectl.render.stock.pages import counted_page
    from estatectl.usecases.stock.acting import count_stock
    from estatectl.usecases.stock.files import count_sheet
    from estatectl.usecases.stock.wishes import StockWish
    from estatectl.wiring.documents import read_sheet

    when = session.premises.instant(at)
    if file is None:
        wish = StockWish(words=words, store=store, at=when, note=note, witness=witness)
        counted = count_stock(session.house, wish)
    else:
        _nothing_beside(words)
        counted = count_sheet(session.house, read_sheet(file, FileForm()), store=store, at=when, witness=witness)
    session.deliver()
    return counted_page(counted)


@command(
    "import",
    Words(
        zh="从文件记台账：入库、领用、盘点等（CSV、JSONL、Excel）。",
        en="Ledger lines from a file: receipts, issues, counts (CSV, JSONL, Excel).",
    ),
    aliases=("导入",),
)
@argument("file", Words(zh="文件，一行一笔", en="the file, one line a row"), type=_EXISTS, shown=_FILE)
@option(
    "--encoding",
    words=Words(zh="文件编码（默认 UTF-8，其次 GB18030）", en="its encoding (default: UTF-8, then GB18030)"),
    shown=Words(zh="编码", en="NAME"),
)
@option(
    "--rejects",
    type=_NEW,
    shown=_FILE,
    words=Words(
        zh="未导入的行写到哪里（默认：文件名加 .rejects）",
        en="where refused rows go (default: the file's name with .rejects)",
    ),
)
@option("--dry-run", is_flag=True, words=Words(zh="只检查，什么也不写", en="judge every row and write nothing"))
def import_stock(session: Session, *, file: Path, encoding: str | None, rejects: Path | None, dry_run: bool) -> Page:
    from estatectl.cli.importing import hand_back, rejects_target, show_progress
    from estatectl.domain.handed_in.mapped_columns import FileForm
    from estatectl.render.imports import stock_import_page
    from estatectl.usecases.stock.importing import import_stock as carry_in
    from estatectl.wiring.documents import read_sheet

    form = FileForm(encoding=encoding)
    sheet = read_sheet(file, form)
    target = rejects_target(file, file, rejects)
    done = carry_in(
        session.house, sheet, dry_run=dry_run, progress=None if dry_run else partial(show_progress, session)
    )
    if not dry_run:
        hand_back(session, target, file, form, sheet, done.refused)
        session.deliver()
    return stock_import_page(done, sheet, target if done.refused and not dry_run else None, dry_run=dry_run)


@command(
    "export",
    Words(zh="导出结存（可作盘点表）或台账。", en="Write out the balances (a count sheet), or the ledgers."),
    aliases=("导出",),
)
@option(
    "-o",
    "--output",
    "file",
    type=_NEW,
    required=True,
    shown=_FILE,
    words=Words(zh="写到哪个文件（.xlsx、.csv 或 .jsonl）", en="the file to write (.xlsx, .csv or .jsonl)"),
)
@in_store()
@option("--ledger", is_flag=True, words=Words(zh="导出每一笔，可再导入", en="every line, to be imported again"))
def export(session: Session, *, file: Path, store: str | None, ledger: bool) -> Page:
    from estatectl.render.page import Line, Page
    from estatectl.usecases.stock.files import balances, ledgers
    from estatectl.wiring.documents import write_lines_table

    columns, rows = (ledgers if ledger else balances)(session.house, session.lang, store)
    write_lines_table(file, columns, rows)
    words = Words(zh="已写入 {file}：{n} 行", en="{n} rows written to {file}").fill(file=same(str(file)), n=len(rows))
    return Page((Line(words),), {"file": str(file), "rows": len(rows)})


def _nothing_beside(words: tuple[str, ...]) -> None:
    from estatectl.domain.problems import BadInput

    if words:
        told = Words(zh="--from 文件已写明品种，命令里不能再写", en="--from FILE names the items; none go beside it")
        raise BadInput.one("EST-966", told, hint=Words(zh="写进文件里", en="write them into the file"))
