"""Floor 5: `request import FILE --map MAP.yaml`: a bulk file becomes cases; refused rows are shown and handed back."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import Argument, Option, Verb
from estatectl.cli.context import Session
from estatectl.domain.words import Words, same

if TYPE_CHECKING:
    from datetime import datetime

    from estatectl.domain.cases.workflows import Workflow
    from estatectl.domain.handed_in.mapped_columns import FileForm
    from estatectl.domain.handed_in.sheets import Sheet
    from estatectl.render.page import Page
    from estatectl.usecases.handed_rows import RowRefused

_FILE = Words(zh="文件：CSV、JSONL 或 Excel（.xlsx）", en="the file: CSV, JSONL or Excel (.xlsx)")
_MAP = Words(zh="对照表：各列如何成为字段", en="the mapping: how columns become fields")
_ENCODING = Words(zh="文件编码（默认 UTF-8，其次 GB18030）", en="its encoding (default: UTF-8, then GB18030)")
_DRY = Words(zh="只检查，什么也不写", en="judge every row and write nothing")
_REJECTS = Words(
    zh="未导入的行写到哪里（默认：文件名加 .rejects）",
    en="where refused rows go (default: the file's name with .rejects)",
)
_SINCE = Words(zh="未办结的行最早到哪天，如 2026-05-01", en="the earliest day of open rows, such as 2026-05-01")


def import_verb(workflow: Workflow) -> Verb:
    """The verb of one kind of case."""
    since = Option(("--since",), _SINCE, shown=Words(zh="日期", en="DATE"))
    params = bulk_params(_MAP, since)
    words = Words(zh="从文件批量导入", en="import many from a file")
    return Verb("import", words, partial(_import, workflow), params=params, aliases=("导入",))


def bulk_params(mapping: Words, *more: click.Parameter) -> list[click.Parameter]:
    """The file, its mapping and how it is read, what a verb asks besides, and where refused rows go."""
    exists = click.Path(path_type=Path, exists=True, dir_okay=False)
    shown = Words(zh="文件", en="FILE")
    return [
        Argument(("file",), _FILE, type=exists, shown=shown),
        Option(("--map", "map_file"), mapping, type=exists, required=True, shown=shown),
        Option(("--encoding",), _ENCODING, shown=Words(zh="编码", en="NAME")),
        *more,
        Option(("--rejects",), _REJECTS, type=click.Path(path_type=Path, dir_okay=False), shown=shown),
        Option(("--dry-run",), _DRY, is_flag=True),
    ]


def _import(
    workflow: Workflow,
    session: Session,
    *,
    file: Path,
    map_file: Path,
    encoding: str | None,
    since: str | None,
    rejects: Path | None,
    dry_run: bool,
) -> Page:
    from estatectl.render.imports import import_page
    from estatectl.usecases.importing import carry_out_plan, plan_import
    from estatectl.wiring.documents import import_map, read_sheet

    mapping = import_map(map_file)
    form = mapping.form if encoding is None else replace(mapping.form, encoding=encoding)
    sheet = read_sheet(file, form)
    plan = plan_import(session.house, workflow.id, mapping, sheet, _day(session, since))
    if dry_run:
        return import_page(plan.preview(), sheet, None, dry_run=True)
    target = rejects_target(file, map_file, rejects)
    hand_back(session, target, file, form, sheet, plan.judged.refused)
    done = carry_out_plan(session.house, plan, partial(show_progress, session))
    if len(done.refused) > len(plan.judged.refused):
        hand_back(session, target, file, form, sheet, done.refused)
    session.deliver()
    return import_page(done, sheet, target if done.refused else None, dry_run=False)


def hand_back(
    session: Session,
    target: Path,
    file: Path,
    form: FileForm,
    sheet: Sheet,
    refused: tuple[RowRefused, ...] | list[RowRefused],
) -> None:
    """Before anything is written to the journal: what cannot be handed back would be lost."""
    from estatectl.wiring.documents import write_rejects

    if refused:
        reasons = [
            (each.row, "; ".join(f"{p.code} {session.text(p.words)}" for p in each.problems)) for each in refused
        ]
        write_rejects(target, file, form, sheet, reasons)


def rejects_target(file: Path, map_file: Path, rejects: Path | None) -> Path:
    """Where refused rows go; never over what is being read."""
    target = rejects if rejects is not None else file.with_name(f"{file.stem}.rejects{file.suffix}")
    if target.exists() and any(target.samefile(read) for read in (file, map_file)):
        from estatectl.domain.problems import BadInput

        words = Words(zh="--rejects 不能是正在读的文件 {file}", en="--rejects must not be {file}, which is being read")
        raise BadInput.one("EST-496", words.fill(file=same(str(target))))
    return target


def _day(session: Session, since: str | None) -> datetime | None:
    """The start of a day, or an instant, as typed."""
    from datetime import datetime

    from estatectl.domain.problems import BadInput

    if since is None:
        return None
    try:
        told = datetime.fromisoformat(since.strip())
    except ValueError:
        words = Words(zh="--since 的“{text}”不是日期", en="--since '{text}' is not a day").fill(text=same(since))
        raise BadInput.one("EST-489", words, hint=Words(zh="写成 2026-05-01", en="write 2026-05-01")) from None
    return told if told.tzinfo is not None else told.replace(tzinfo=session.premises.zone)


def show_progress(session: Session, done: int, of: int) -> None:
    """On a terminal, one line that counts up; it is wiped when all is done."""
    if session.quiet or not sys.stderr.isatty():
        return
    words = Words(zh="已导入 {done} / {of} 行", en="{done} of {of} rows imported").fill(done=done, of=of)
    sys.stderr.write(f"\r\x1b[K{session.text(words)}" if done < of else "\r\x1b[K")
    sys.stderr.flush()
