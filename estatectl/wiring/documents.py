"""Floor 4: documents and sheets that are read apart from the house: policies examined, files handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle
    from estatectl.domain.handed_in.import_maps import FileForm, ImportMap
    from estatectl.domain.handed_in.sheets import HandedRow, Sheet, SheetRow
    from estatectl.domain.problems import Place, Problem
    from estatectl.domain.tree import Node
    from estatectl.usecases.policies import Explanation


def examined_policies(folder: Path) -> tuple[Bundle, tuple[Problem, ...]]:
    """The policies of a folder read afresh, and everything that is wrong with them."""
    from estatectl.adapters.policyfiles.examining import examine
    from estatectl.adapters.policyfiles.sources import gather

    examined = examine(gather(folder))
    return examined.bundle, examined.problems


def source_line(place: Place) -> str | None:
    """The line of a policy file that a place stands in."""
    from estatectl.adapters.policyfiles.sources import source_line as line_of

    return line_of(place)


def policy_schemas() -> Mapping[str, str]:
    """The JSON Schema of every kind of policy, as its file has it."""
    from estatectl.adapters.policyfiles.schemas import kinds, schema_text

    return {kind: schema_text(kind) for kind in kinds()}


def error_codes() -> Mapping[str, Explanation]:
    """What every error code means."""
    from estatectl.adapters.policyfiles.codes import code_book

    return code_book()


def read_rows(path: Path, columns: Sequence[str]) -> tuple[SheetRow, ...]:
    """The rows of a register that somebody hands in, as CSV or YAML."""
    from estatectl.adapters.sheets import read_rows as rows_of

    return rows_of(path, columns)


def single_document(text: str, file: str) -> Node:
    """One policy document outside the bundle, its shape checked; refuses with all that is wrong with it."""
    from estatectl.adapters.policyfiles.single import read_single

    return read_single(text, file)


def import_map(path: Path) -> ImportMap:
    """A mapping document; refuses with all that is wrong with it. It is handed in, so bad ones are bad input."""
    from estatectl.adapters.policyfiles.characters import decoded
    from estatectl.adapters.policyfiles.single import read_single
    from estatectl.domain.handed_in.import_maps import ImportMap
    from estatectl.domain.problems import PolicyInvalid, Problem

    text = decoded(path.read_bytes(), str(path))
    if isinstance(text, Problem):
        raise BadInput([text])
    try:
        node = read_single(text, str(path))
    except PolicyInvalid as invalid:
        raise BadInput(invalid.problems) from invalid
    if node.text("kind") != "import_map":
        words = Words(zh="这不是导入对照表（kind: import_map）", en="this is no mapping (kind: import_map)")
        raise BadInput.one("EST-484", words, place=node["kind"].place)
    problems: list[Problem] = []
    mapping = ImportMap.parse(node, {}, problems)
    if problems:
        raise BadInput(problems)
    return mapping


def read_sheet(path: Path, form: FileForm) -> Sheet:
    """The rows of a bulk file: CSV, JSONL or Excel."""
    from estatectl.adapters.tables import read_sheet as sheet_of

    return sheet_of(path, form)


def write_rejects(
    path: Path, source: Path, form: FileForm, sheet: Sheet, refused: Sequence[tuple[HandedRow, str]]
) -> None:
    """Hand refused rows back as the kind of file they came in."""
    from estatectl.adapters.tables import kind_of
    from estatectl.adapters.tables import write_rejects as write

    write(path, kind_of(source, form), sheet.columns, refused)
