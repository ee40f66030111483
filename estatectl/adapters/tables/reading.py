"""Floor 3: a bulk file of any kind as rows. The end of its name tells the kind, unless the mapping does."""

from __future__ import annotations

from pathlib import Path

from estatectl.adapters.tables.csv_rows import read_csv
from estatectl.adapters.tables.decoding import decoded
from estatectl.adapters.tables.jsonl_rows import read_jsonl
from estatectl.domain.handed_in.mapped_columns import FileForm
from estatectl.domain.handed_in.sheets import Sheet
from estatectl.domain.problems import BadInput, NothingToCheck
from estatectl.domain.words import Words, same

_KINDS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".xlsx": "xlsx"}


def kind_of(path: Path, form: FileForm) -> str:
    """csv, jsonl or xlsx. Refuses what the name does not tell."""
    kind = form.format or _KINDS.get(path.suffix.lower())
    if kind is None:
        words = Words(zh="看不出 {file} 是什么格式", en="what {file} is cannot be told").fill(file=same(path.name))
        hint = Words(
            zh="可读 .csv、.jsonl、.xlsx；或在对照表里写 file: {{format: csv}}",
            en="known are .csv, .jsonl and .xlsx; or write file: {{format: csv}} in the mapping",
        ).fill()
        raise BadInput.one("EST-480", words, hint=hint)
    return kind


def read_sheet(path: Path, form: FileForm) -> Sheet:
    """The whole file. Refuses one that cannot be read (`BadInput`), and one without rows (`NothingToCheck`)."""
    kind, file = kind_of(path, form), str(path)
    try:
        data = path.read_bytes() if kind != "xlsx" else b"-"
    except OSError as error:
        words = Words(zh="读不了 {file}：{why}", en="{file} cannot be read: {why}")
        raise BadInput.one("EST-480", words.fill(file=same(file), why=same(error.strerror or ""))) from error
    if kind == "xlsx":
        from estatectl.adapters.tables.excel_rows import read_excel  # noqa: PLC0415 - only where it is Excel

        sheet = read_excel(path, file, form)
    elif kind == "jsonl":
        sheet = read_jsonl(decoded(data, file, form.encoding), file)
    else:
        sheet = read_csv(decoded(data, file, form.encoding), file, form)
    if not sheet.rows:
        words = Words(zh="{file} 里没有要导入的行", en="{file} has no rows to import").fill(file=same(file))
        raise NothingToCheck.one("EST-485", words)
    return sheet
