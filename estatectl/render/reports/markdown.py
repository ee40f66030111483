"""Floor 3: a report as Markdown (GitHub's tables): for wikis, mail and chat; charts are the tables of their figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from estatectl.domain.reports.cells import Cell, Marked, Ref
from estatectl.domain.reports.report import Block, Chart, Report, Section, Story, Table
from estatectl.domain.words import Lang
from estatectl.render.reports.labels import LABELS
from estatectl.render.reports.reading import SIGNS, Reading

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|#~&!]")
_LINE_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+=])")


def report_markdown(report: Report, lang: Lang) -> str:
    """The whole document; whatever stands in a text, it is shown as text."""
    read = Reading.of(report, lang)
    anchors = {story.id for story in report.stories}
    return "\n\n".join(_parts(report, read, anchors)) + "\n"


def _parts(report: Report, read: Reading, anchors: set[str]) -> Iterator[str]:
    period = report.period
    yield f"# {plain(read(report.title))} {plain(read(period.title))}"
    yield (
        f"{plain(read(report.estate))} · {read(LABELS['period'])} {read.instant(period.start)} – "
        f"{read.instant(period.end)} · {read(LABELS['at'])} {read.instant(report.at)}"
    )
    yield f"> **{_signed(report.tone, plain(read(report.headline)))}**"
    if report.caveats:
        yield f"**{read(LABELS['caveats'])}**"
        yield "\n".join(f"- {plain(read(words))}" for words in report.caveats)
    if report.tiles:
        yield _tiles(report, read)
    for section in report.sections:
        yield from _section(section, read, anchors)
    if report.stories:
        yield f"## {read(LABELS['stories'])}"
        yield read(LABELS["stories_lead"])
        for story in report.stories:
            yield from _story(story, read, anchors)
    yield "---"
    yield read(LABELS["made_of"].fill(at=read.instant(report.at), policy=report.policy[:12]))


def _tiles(report: Report, read: Reading) -> str:
    heads = [read(LABELS[name]) for name in ("measure", "value", "change", "note")]
    rows = [
        (
            plain(read(tile.title)),
            _signed(tile.tone, plain(read.text(tile.value))),
            plain(read.change(tile.change)) if tile.change else "",
            plain(read(tile.note)) if tile.note else "",
        )
        for tile in report.tiles
    ]
    return _grid(heads, [False, True, True, False], rows)


def _section(section: Section, read: Reading, anchors: set[str]) -> Iterator[str]:
    count = "" if section.count is None else f" ({section.count})"
    yield f"## {plain(read(section.title))}{count}"
    for block in section.blocks:
        yield from _block(block, read, anchors, within=read(section.title))


def _block(block: Block, read: Reading, anchors: set[str], within: str) -> Iterator[str]:
    match block:
        case Table():
            if read(block.title) != within:
                yield f"**{plain(read(block.title))}**"
            yield from _table(block, read, anchors)
        case Chart():
            yield f"**{plain(read(block.title))}**"
            yield read(LABELS["no_figures"]) if block.is_empty else _chart(block, read)
        case _:
            yield _signed(block.tone, plain(read(block.words)))


def _table(table: Table, read: Reading, anchors: set[str]) -> Iterator[str]:
    if not table.rows:
        yield plain(read(table.empty))
        return
    rows = [[_cell(cell, read, anchors) for cell in row] for row in table.rows]
    yield _grid([plain(read(column.title)) for column in table.columns], [c.number for c in table.columns], rows)
    if table.left_out:
        rest = f": `{read(table.rest)}`" if table.rest else ""
        yield f"{read(LABELS['left_out'].fill(n=table.left_out))}{rest}"


def _chart(chart: Chart, read: Reading) -> str:
    heads = [read(LABELS["label"]), *(plain(read(series.title)) for series in chart.series)]
    rows = [
        [plain(read(label)), *(_figure(series.values[at], chart, read) for series in chart.series)]
        for at, label in enumerate(chart.labels)
    ]
    if chart.target is not None:
        heads.append(read(LABELS["target"]))
        rows = [[*row, _figure(chart.target, chart, read)] for row in rows]
    return _grid(heads, [False] + [True] * (len(heads) - 1), rows)


def _figure(value: Cell, chart: Chart, read: Reading) -> str:
    return "-" if value is None else f"{read.text(value)}{plain(read(chart.unit))}"


def _story(story: Story, read: Reading, anchors: set[str]) -> Iterator[str]:
    yield f'<a id="{_attribute(story.id)}"></a>'
    yield f"### {plain(story.id)} {plain(read(story.title))}"
    if story.pairs:
        yield "\n".join(f"- {plain(read(name))}: {_cell(cell, read, anchors)}" for name, cell in story.pairs)
    yield from _table(story.entries, read, anchors)


def _cell(cell: Cell, read: Reading, anchors: set[str]) -> str:
    match cell:
        case Marked():
            return _signed(cell.tone, _cell(cell.cell, read, anchors))
        case Ref() if cell.to in anchors:
            return f"[{plain(read.text(cell))}](#{_target(cell.to)})"
        case tuple():
            return " ".join(_cell(each, read, anchors) for each in cell)
    return plain(read.text(cell))


def _signed(tone: str, text: str) -> str:
    sign = next((sign for name, sign in SIGNS.items() if name == tone), "")
    return f"{sign} {text}" if sign else text


def _grid(heads: Sequence[str], numbers: Sequence[bool], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---:" if number else "---" for number in numbers], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain(text: str) -> str:
    """A text that Markdown shows as it is: nothing in it is markup, and it stays on one line."""
    escaped = _SPECIAL.sub(lambda found: f"\\{found[0]}", " ".join(text.split()))
    return _LINE_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", escaped)


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _target(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="/:@.-")
