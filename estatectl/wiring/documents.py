"""Floor 4: documents and sheets that are read apart from the house: policies examined, files handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from decimal import Decimal

    from estatectl.domain.bundle import Bundle
    from estatectl.domain.handed_in.import_maps import ImportMap
    from estatectl.domain.handed_in.mapped_columns import FileForm
    from estatectl.domain.handed_in.sheets import HandedRow, Sheet, SheetRow
    from estatectl.domain.problems import Place, Problem
    from estatectl.domain.rounds.maps import RoundMap
    from estatectl.domain.rounds.records import RoundRecords
    from estatectl.domain.rules.facts import Vocabulary
    from estatectl.domain.tree import Node
    from estatectl.usecases.policies import Explanation

T = TypeVar("T")


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
    """The rows of staff, shifts or certificates that somebody hands in, as CSV, YAML or Excel."""
    from estatectl.adapters.sheets import read_rows as rows_of
    from estatectl.adapters.sheets import refuse_columns
    from estatectl.domain.handed_in.mapped_columns import FileForm

    if path.suffix.lower() != ".xlsx":
        return rows_of(path, columns)
    sheet = read_sheet(path, FileForm())
    refuse_columns([(name, each.row.at(name)) for each in sheet.rows[:1] for name in sheet.columns if name], columns)
    faults = [fault for each in sheet.rows for fault in each.faults]
    if faults:
        raise BadInput(faults)
    return tuple(each.row for each in sheet.rows)


def single_document(text: str, file: str) -> Node:
    """One policy document outside the bundle, its shape checked; refuses with all that is wrong with it."""
    from estatectl.adapters.policyfiles.single import read_single

    return read_single(text, file)


def rehearsals() -> Iterator[Node]:
    """The written days and sown faults that come with the program."""
    from estatectl.wiring.places import sample

    for path in sorted(sample("").glob("*.yaml")):
        yield single_document(path.read_text(encoding="utf-8"), str(path))


def import_map(path: Path) -> ImportMap:
    """A mapping for cases; refuses with all that is wrong with it."""
    from estatectl.domain.handed_in.import_maps import ImportMap

    words = Words(zh="这不是导入对照表（kind: import_map）", en="this is no mapping (kind: import_map)")
    return _parsed(_handed_in(path, "import_map", "EST-484", words), ImportMap.parse)


def round_map(path: Path) -> RoundMap:
    """A mapping for rounds; refuses with all that is wrong with it."""
    from estatectl.domain.rounds.maps import RoundMap

    words = Words(zh="这不是巡查导入对照表（kind: round_map）", en="this is no mapping for rounds (kind: round_map)")
    return _parsed(_handed_in(path, "round_map", "EST-874", words), RoundMap.parse)


def round_records(path: Path) -> RoundRecords:
    """A file of rounds done elsewhere; refuses with all that is wrong with its form."""
    from estatectl.domain.rounds.records import RoundRecords

    words = Words(zh="这不是巡查记录（kind: round_record）", en="this is no record of rounds (kind: round_record)")
    return _parsed(_handed_in(path, "round_record", "EST-880", words), RoundRecords.parse)


def _handed_in(path: Path, kind: str, code: str, otherwise: Words) -> Node:
    """A document of a kind that somebody hands in; bad ones are bad input."""
    from estatectl.adapters.policyfiles.characters import decoded
    from estatectl.adapters.policyfiles.single import read_single
    from estatectl.domain.problems import PolicyInvalid, Problem

    try:
        data = path.read_bytes()
    except OSError as error:
        words = Words(zh="读不了 {file}：{why}", en="cannot read {file}: {why}")
        raise BadInput.one("EST-880", words.fill(file=str(path), why=error.strerror or error)) from error
    text = decoded(data, str(path))
    if isinstance(text, Problem):
        raise BadInput([text])
    if path.suffix.lower() == ".json":
        text = text.replace("\t", " ")  # in JSON a tab stands between things, never inside a text
    try:
        node = read_single(text, str(path))
    except PolicyInvalid as invalid:
        raise BadInput(invalid.problems) from invalid
    if node.text("kind") != kind:
        raise BadInput.one(code, otherwise, place=node["kind"].place)
    return node


def _parsed(node: Node, parse: Callable[[Node, Vocabulary, list[Problem]], T]) -> T:
    problems: list[Problem] = []
    model = parse(node, {}, problems)
    if problems:
        raise BadInput(problems)
    return model


def read_sheet(path: Path, form: FileForm) -> Sheet:
    """The rows of a bulk file: CSV, JSONL or Excel."""
    from estatectl.adapters.tables import read_sheet as sheet_of

    return sheet_of(path, form)


def write_lines_table(
    path: Path, columns: Sequence[tuple[str, str]], rows: Sequence[Mapping[str, str | Decimal]]
) -> None:
    """Write a table as CSV, JSONL or Excel, as the end of its name says."""
    from estatectl.adapters.tables.writing import write_table

    write_table(path, columns, rows)


def write_rejects(
    path: Path, source: Path, form: FileForm, sheet: Sheet, refused: Sequence[tuple[HandedRow, str]]
) -> None:
    """Hand refused rows back as the kind of file they came in."""
    from estatectl.adapters.tables import kind_of
    from estatectl.adapters.tables import write_rejects as write

    write(path, kind_of(source, form), sheet.columns, refused)


def refuse_unwritable(paths: list[Path]) -> None:
    """Refuse now what could not be written later."""
    from estatectl.adapters.whole_files import refuse_unwritable as refuse

    refuse(paths)


def write_whole(contents: Mapping[Path, str | bytes]) -> None:
    """Write files so that each is there whole or not at all."""
    from estatectl.adapters.whole_files import write_whole as write

    write(contents)
