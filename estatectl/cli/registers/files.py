"""Floor 5: `estatectl register import|export`: lines from a file and into one, the same columns both ways."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from estatectl.cli.commands import argument, command, option
from estatectl.cli.context import Session
from estatectl.cli.importing import hand_back, rejects_target, show_progress
from estatectl.cli.registers.noun import narrowing, wanted
from estatectl.cli.registers.words import REGISTER, REGISTER_ID, complete_register
from estatectl.domain.words import Words, same

if TYPE_CHECKING:
    from estatectl.render.page import Page

_FILE = Words(zh="文件", en="FILE")


@command(
    "import",
    Words(
        zh="从 CSV、JSONL 或 Excel 登记多行；列名用字段标识或名称。\n再导一次不会重复；有错的行另存，改好再导。",
        en="Write many lines from CSV, JSONL or Excel; columns by field id or title.\n"
        "Importing again adds nothing twice; refused rows are handed back.",
    ),
    aliases=("导入",),
)
@argument("register_id", REGISTER_ID, shown=REGISTER, shell_complete=complete_register)
@argument(
    "file",
    Words(zh="文件：CSV、JSONL 或 Excel（.xlsx）", en="the file: CSV, JSONL or Excel (.xlsx)"),
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    shown=_FILE,
)
@option(
    "--encoding",
    words=Words(zh="文件编码（默认 UTF-8，其次 GB18030）", en="its encoding (default: UTF-8, then GB18030)"),
)
@option(
    "--sheet", words=Words(zh="Excel 的哪张工作表（默认第一张）", en="which sheet of a workbook (default: the first)")
)
@option(
    "--rejects",
    words=Words(zh="未导入的行写到哪里（默认：文件名加 .rejects）", en="where refused rows go (default: FILE.rejects)"),
    type=click.Path(path_type=Path, dir_okay=False),
    shown=_FILE,
)
@option("--dry-run", is_flag=True, words=Words(zh="只检查，什么也不写", en="judge every row and write nothing"))
def import_lines(
    session: Session,
    *,
    register_id: str,
    file: Path,
    encoding: str | None,
    sheet: str | None,
    rejects: Path | None,
    dry_run: bool,
) -> Page:
    from estatectl.domain.handed_in.mapped_columns import FileForm
    from estatectl.render.imports import lines_import_page
    from estatectl.usecases.registers.importing import plan_lines, write_lines
    from estatectl.usecases.registers.naming import register_named
    from estatectl.wiring.documents import read_sheet

    form = FileForm(encoding=encoding, sheet=sheet)
    read = read_sheet(file, form)
    plan = plan_lines(session.house, register_named(session.bundle, register_id), read)
    if dry_run:
        return lines_import_page(plan.preview(), read, None, plan.columns.unused, dry_run=True)
    target = rejects_target(file, file, rejects)
    hand_back(session, target, file, form, read, plan.refused)
    done = write_lines(session.house, plan, partial(show_progress, session))
    if len(done.refused) > len(plan.refused):
        hand_back(session, target, file, form, read, done.refused)
    return lines_import_page(done, read, target if done.refused else None, plan.columns.unused, dry_run=False)


@command(
    "export",
    Words(
        zh="把登记写成 Excel、CSV 或 JSONL；可再导入。",
        en="Write lines as Excel, CSV or JSONL; it can be imported again.",
    ),
    aliases=("导出",),
)
@argument("register_id", REGISTER_ID, shown=REGISTER, shell_complete=complete_register)
@option(
    "--output",
    "-o",
    "output",
    required=True,
    words=Words(zh="写到哪个文件：.xlsx、.csv 或 .jsonl", en="the file to write: .xlsx, .csv or .jsonl"),
    type=click.Path(path_type=Path, dir_okay=False),
    shown=_FILE,
)
@narrowing
def export_lines(session: Session, *, register_id: str, output: Path, **typed: Any) -> Page:
    from estatectl.render.page import Line, Page
    from estatectl.usecases.registers.naming import register_named
    from estatectl.usecases.registers.views import exported_lines
    from estatectl.wiring.documents import write_lines_table

    register = register_named(session.bundle, register_id)
    lang = None if output.suffix.lower() in (".jsonl", ".ndjson") else session.lang
    columns, rows = exported_lines(session.house, register, wanted(session, typed), session.lang, lang)
    write_lines_table(output, columns, rows)
    words = Words(zh="{title}：{n} 行已写入 {file}", en="{title}: {n} lines written to {file}")
    filled = words.fill(title=register.title, n=len(rows), file=same(str(output)))
    return Page((Line(filled, "good"),), {"register": register.id, "lines": len(rows), "file": str(output)})
