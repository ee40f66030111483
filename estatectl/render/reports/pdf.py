"""Floor 3: a report as PDF, set by typst: the same parts as the page, on paper, with links that lead inside it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estatectl.domain.problems import BadInput
from estatectl.domain.reports.cells import Cell, Ref, Share, tone_of, unmarked
from estatectl.domain.reports.report import Chart, Report, Section, Story, Table, Tile
from estatectl.domain.words import Lang, Words
from estatectl.render.reports.charts import chart_svg, summary
from estatectl.render.reports.labels import LABELS
from estatectl.render.reports.reading import SIGNS, Reading
from estatectl.render.reports.runs import runs_of
from estatectl.render.widths import width

if TYPE_CHECKING:
    from types import ModuleType

_TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
_CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "SimSun",
)
_LATIN = ("Noto Sans", "Segoe UI", "Helvetica Neue", "Arial", "Liberation Sans", "DejaVu Sans")
_INK = "#1b2430"
_PAINTS = {
    "s1": "#2b6cb0",
    "s2": "#d97706",
    "s3": "#2f855a",
    "s4": "#805ad5",
    "s5": "#718096",
    "s6": "#b83280",
    "t-good": "#12703f",
    "t-soon": "#8a5a00",
    "t-bad": "#b3261e",
    "t-faint": "#dce1e7",
    "t-strong": _INK,
}


def report_pdf(report: Report, lang: Lang) -> bytes:
    """The PDF. Refuses where typst is not installed (EST-762), or no font has Chinese signs (EST-763)."""
    typst = _typst()
    fonts = _fonts(typst)
    document = _document(report, Reading.of(report, lang), fonts)
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"report": json.dumps(document, ensure_ascii=False)},
        timestamp=int(report.at.timestamp()),
    )
    return bytes(made)


def _typst() -> ModuleType:
    try:
        import typst
    except ImportError as missing:
        words = Words(zh="写 PDF 要用 typst，没有装", en="PDF needs typst, which is not installed")
        hint = Words(
            zh='运行 pip install "estatectl[pdf]"，或在浏览器里打开 HTML 报告再打印成 PDF',
            en="run pip install 'estatectl[pdf]', or open the HTML report in a browser and print it to PDF",
        )
        raise BadInput.one("EST-762", words, hint=hint) from missing
    return typst


def _fonts(typst: ModuleType) -> list[str]:
    """Fonts of this machine, a Latin one first. A page of boxes for Chinese is no report."""
    there = set(typst.Fonts(include_embedded_fonts=False).families())
    chinese = [name for name in _CHINESE if name in there]
    if not chinese:
        words = Words(
            zh="这台机器没有中文字体，PDF 里的汉字会是方框", en="no font here has Chinese: a PDF would show boxes"
        )
        hint = Words(
            zh="装一套，如 apt install fonts-noto-cjk，或改出 HTML",
            en="install one, for instance apt install fonts-noto-cjk, or take HTML",
        )
        raise BadInput.one("EST-763", words, hint=hint)
    return [*[name for name in _LATIN if name in there][:1], chinese[0]]


def _style(fonts: list[str]) -> str:
    """What the page's style sheet says of charts, in plain colours."""
    names = ",".join(f"'{name}'" for name in fonts)
    return (
        f"text{{font-family:{names};font-size:12.5px;fill:{_INK}}}text.label{{fill:#566170}}"
        "text.value{paint-order:stroke;stroke:#fff;stroke-width:3px}"
        ".grid{stroke:#dce1e7;stroke-width:1}.axis{stroke:#566170;stroke-width:1}"
        f".target{{stroke:{_INK};stroke-width:1.4;stroke-dasharray:5 4}}.line{{fill:none;stroke-width:2.2}}"
        + "".join(f".fill.{name}{{fill:{ink}}}.line.{name}{{stroke:{ink}}}" for name, ink in _PAINTS.items())
    )


def _document(report: Report, read: Reading, fonts: list[str]) -> dict[str, Any]:
    period = report.period
    anchors = {story.id for story in report.stories} | {section.id for section in report.sections}
    parts = _Parts(read, anchors, _style(fonts))
    facts = (
        f"{read(LABELS['period'])} {read.instant(period.start)} – {read.instant(period.end)}",
        f"{read(LABELS['at'])} {read.instant(report.at)}",
        f"{read(LABELS['policy'])} {report.policy[:12]}",
    )
    return {
        "lang": read.lang,
        "fonts": fonts,
        "words": {name: read(words) for name, words in LABELS.items()},
        "estate": read(report.estate),
        "title": read(report.title),
        "period": read(period.title),
        "facts": "    ".join(facts),
        "tone": report.tone,
        "headline": parts.signed(report.tone, read(report.headline)),
        "caveats": [read(words) for words in report.caveats],
        "tiles": [parts.tile(tile) for tile in report.tiles],
        "sections": [parts.section(section) for section in report.sections],
        "stories": [parts.story(story) for story in report.stories],
        "made_of": read(LABELS["made_of"].fill(at=read.instant(report.at), policy=report.policy[:12])),
    }


class _Parts:
    """The parts of a document as the template takes them: texts, tones and where they lead."""

    def __init__(self, read: Reading, anchors: set[str], style: str) -> None:
        self.read, self.anchors, self.style = read, anchors, style

    def signed(self, tone: str, text: str) -> str:
        sign = next((sign for name, sign in SIGNS.items() if name == tone), "")
        return f"{sign} {text}" if sign else text

    def tile(self, tile: Tile) -> dict[str, str]:
        read, bare = self.read, unmarked(tile.value)
        text, small = read.text(bare), ""
        if isinstance(bare, Share):
            text = "–" if bare.percent is None else f"{read.number(bare.percent)}%"
            small = f"{bare.part}/{bare.whole}"
        change = f"{read.change(tile.change)} {read(LABELS['against'])}" if tile.change else ""
        note = "\n".join(part for part in (change, read(tile.note) if tile.note else "") if part)
        value = self.signed(tile.tone, text)
        return {"title": read(tile.title), "value": value, "small": small, "note": note, "tone": tile.tone}

    def cell(self, cell: Cell) -> dict[str, Any]:
        return {"parts": list(self._cell(cell))}

    def _cell(self, cell: Cell) -> Iterable[dict[str, str]]:
        match unmarked(cell):
            case tuple() as several:
                for each in several:
                    yield from self._cell(each)
            case Ref(to) as ref if to in self.anchors:
                yield {"text": self.read.text(ref), "tone": "plain", "to": to}
            case bare:
                tone = tone_of(cell)
                yield {"text": self.signed(tone, self.read.text(bare)), "tone": tone}

    def section(self, section: Section) -> dict[str, Any]:
        blocks: list[dict[str, Any]] = []
        for run in runs_of(section):
            match run[0]:
                case Chart():
                    blocks.append({"kind": "charts", "charts": [self.chart(c) for c in run if isinstance(c, Chart)]})
                case Table() as table:
                    blocks.append({"kind": "table", "title": self.read(table.title), **self.table(table)})
                case prose:
                    text = self.signed(prose.tone, self.read(prose.words))
                    blocks.append({"kind": "prose", "text": text, "tone": prose.tone})
        count = "" if section.count is None else str(section.count)
        return {
            "id": section.id,
            "title": self.read(section.title),
            "count": count,
            "tone": section.tone,
            "blocks": blocks,
        }

    def chart(self, chart: Chart) -> dict[str, str]:
        svg = "" if chart.is_empty else chart_svg(chart, self.read, self.style)
        return {"title": self.read(chart.title), "svg": svg, "said": summary(chart, self.read)}

    def table(self, table: Table) -> dict[str, Any]:
        read = self.read
        columns = [
            {"title": read(column.title), "number": column.number, "room": self._room(table, at)}
            for at, column in enumerate(table.columns)
        ]
        left = {"rest": read(LABELS["left_out"].fill(n=table.left_out))} if table.left_out else {}
        rows = [[self.cell(cell) for cell in row] for row in table.rows]
        return {"columns": columns, "rows": rows, "empty": read(table.empty), **left}

    def _room(self, table: Table, at: int) -> int:
        """How much of the width a column wants: what its longest cell has, within bounds."""
        texts = (self.read.text(row[at]) for row in table.rows)
        return min(40, max([8, width(self.read(table.columns[at].title)), *map(width, texts)]))

    def story(self, story: Story) -> dict[str, Any]:
        pairs = [{"name": self.read(name), **self.cell(cell)} for name, cell in story.pairs]
        return {
            "id": story.id,
            "title": self.read(story.title),
            "pairs": pairs,
            "entries": self.table(story.entries),
        }
