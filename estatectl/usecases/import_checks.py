"""Whether a mapping fits: the workflow it is for, and the file it is used on. Everything wrong is told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.cases.moves import Move
from estatectl.domain.cases.workflows import Workflow
from estatectl.domain.handed_in.import_maps import ImportMap
from estatectl.domain.handed_in.mapped_columns import Mapped, ValueOf
from estatectl.domain.handed_in.sheets import REASONS, Sheet
from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.rules.conditions import ALWAYS
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.reading import read_field

_NOT_BULK = (FieldKind.FILE, FieldKind.PERSON, FieldKind.CASE)
"""Evidence, people and cases are pointed at one by one, never by what a cell says."""


def check_map(house: House, workflow: Workflow, mapping: ImportMap) -> Iterator[Problem]:
    """EST-484: for another workflow, fields that opening does not take or needs, values that there are not."""
    if mapping.workflow != workflow.id:
        words = Words(zh="这份对照表是给“{other}”用的", en="this mapping is for '{other}'")
        yield Problem("EST-484", words.fill(other=same(mapping.workflow)), mapping.place)
        return
    yield from _check_fields(house, workflow, workflow.opening, mapping.fields, mapping.fields_place)
    past = mapping.history
    if past is None:
        return
    if workflow.history is None:
        words = Words(zh="“{workflow}”不能导入历史记录", en="'{workflow}' takes no history").fill(
            workflow=workflow.title
        )
        hint = Words(
            zh="流程里要有一个 records_history: true 的流转", en="its policy needs a move with records_history: true"
        )
        yield Problem("EST-484", words, past.place, hint)
        return
    if not _ends_it(workflow, workflow.history):
        words = Words(
            zh="“{move}”不是从第一个环节直接到终结环节", en="'{move}' does not lead from the first stage to a final one"
        )
        hint = Words(zh="在流程里改它的 from 和 to", en="mend its `from` and `to` in the workflow")
        yield Problem("EST-484", words.fill(move=workflow.history.title), workflow.history.place, hint)
    yield from _check_fields(house, workflow, workflow.history, past.fields, past.place)


def _ends_it(workflow: Workflow, move: Move) -> bool:
    """Whether the move takes a case that was just opened to its end, whatever its fields say."""
    ends = [workflow.stage(branch.to).final for branch in move.branches]
    return set(workflow.first_stages) <= set(move.from_stages) and bool(ends) and all(ends)


def _check_fields(
    house: House, workflow: Workflow, move: Move, fields: Mapping[str, ValueOf], place: Place
) -> Iterator[Problem]:
    asked = [ask.field for ask in move.asks if workflow.fields[ask.field].kind not in _NOT_BULK]
    for name, source in fields.items():
        if name in asked:
            yield from _check_texts(house, workflow, name, source)
            continue
        words = Words(zh="“{move}”没有可导入的字段“{field}”", en="'{move}' has no field '{field}' to import")
        filled = words.fill(move=move.title, field=same(name))
        yield Problem("EST-484", filled, source.place, did_you_mean(name, asked))
    for ask in move.asks:
        if ask.required and ask.when == ALWAYS and ask.field not in fields:
            words = Words(zh="缺少必填的“{title}”（{field}）", en="the required '{title}' ({field}) is missing")
            hint = Words(
                zh="来源没有的，写明固定值：{f}: {{value: （导入数据无此项）}}",
                en="where the source has none, say so: {f}: {{value: (not in the source)}}",
            ).fill(f=ask.field)
            yield Problem(
                "EST-484", words.fill(title=workflow.fields[ask.field].title, field=same(ask.field)), place, hint
            )


def _check_texts(house: House, workflow: Workflow, name: str, source: ValueOf) -> Iterator[Problem]:
    """The texts that the mapping itself writes must be values of the field."""
    written = [(source.constant, source.place), (source.default, source.place)]
    written += [(text, source.table_places[said]) for said, text in source.table.items()]
    for text, place in written:
        fault = read_field(house, workflow.fields[name], text) if text else None
        if isinstance(fault, Problem):
            yield Problem("EST-484", fault.words, place, fault.hint)


def check_columns(mapping: Mapped, sheet: Sheet) -> Iterator[Problem]:
    """EST-483 for every column that the mapping names and the file lacks, where the mapping names it."""
    there = [name for name in sheet.columns if name and name != REASONS]
    words = Words(zh="{file} 里没有“{name}”这一列", en="{file} has no column '{name}'")
    for column in dict.fromkeys(mapping.columns()):
        if column.name not in there:
            filled = words.fill(file=same(sheet.file), name=same(column.name))
            yield Problem("EST-483", filled, column.place, did_you_mean(column.name, there))


def unused(mapping: Mapped, sheet: Sheet) -> tuple[str, ...]:
    """The columns that the mapping does not look at."""
    used = {column.name for column in mapping.columns()}
    return tuple(name for name in sheet.columns if name and name != REASONS and name not in used)
