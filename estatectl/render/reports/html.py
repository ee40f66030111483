"""Floor 3: a report as one HTML file: no script, nothing fetched, readable in light, in dark, on paper and aloud."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from estatectl.domain.problems import BadInput
from estatectl.domain.reports.cells import Cell, Ref, Share, tone_of, unmarked
from estatectl.domain.reports.report import Report
from estatectl.domain.words import Lang, Words
from estatectl.render.reports.charts import chart_svg, spark_svg
from estatectl.render.reports.labels import LABELS
from estatectl.render.reports.reading import SIGNS, Reading
from estatectl.render.reports.runs import runs_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


def report_html(report: Report, lang: Lang) -> str:
    """The whole page. Refuses (EST-760) where Jinja2 is not installed."""
    environment = _environment()
    from markupsafe import Markup

    read = Reading.of(report, lang)
    anchors = {story.id for story in report.stories} | {section.id for section in report.sections}
    return (
        environment.get_template("report.html").render(
            report=report,
            lang=lang,
            read=read,
            labels=LABELS,
            signs=SIGNS,
            anchors=anchors,
            style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8").strip()),
            tone=tone_of,
            unmarked=unmarked,
            runs=runs_of,
            stays=lambda cell: isinstance(unmarked(cell), datetime | date | Ref),
            is_several=lambda cell: isinstance(cell, tuple),
            leads=lambda cell: isinstance(cell, Ref) and cell.to in anchors,
            kind_of=lambda block: type(block).__name__,
            drawn=lambda chart: Markup(chart_svg(chart, read)),
            spark=lambda values: Markup(spark_svg(values)),
            figure=lambda cell: _figure(cell, read),
        )
        + "\n"
    )


def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError as missing:
        words = Words(zh="写 HTML 报告要用 Jinja2，没有装", en="the HTML report needs Jinja2, which is not installed")
        hint = Words(
            zh='运行 pip install "estatectl[report]"，或改用 --format markdown',
            en="run pip install 'estatectl[report]', or take --format markdown",
        )
        raise BadInput.one("EST-760", words, hint=hint) from missing
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=False
    )


def _figure(cell: Cell, read: Reading) -> Markup:
    """The large figure of a tile: of a share, the percentage large and its numbers small."""
    from markupsafe import Markup

    bare = unmarked(cell)
    if isinstance(bare, Share):
        large = "–" if bare.percent is None else f"{read.number(bare.percent)}%"
        return Markup("{} <small>{}/{}</small>").format(large, bare.part, bare.whole)
    return Markup("{}").format(read.text(bare))
