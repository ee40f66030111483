"""Floor 3: charts as SVG, drawn by classes alone: a page colours them for light, dark and paper."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape

from estatectl.domain.reports.report import Chart, Number
from estatectl.render.reports.plots import WIDTH, paint, plotted, polyline
from estatectl.render.reports.reading import Reading
from estatectl.render.reports.scales import Scale, lettered, px, text_width


def chart_svg(chart: Chart, reading: Reading, style: str = "") -> str:
    """The drawing of a chart that has figures, with its title and summary for readers who do not see it.

    `style` is CSS to stand inside, for programs that have no page around the drawing.
    """
    height, inner = plotted(chart, reading)
    title, text = f"{chart.id}-title", f"{chart.id}-text"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {chart.form}" viewBox="0 0 {WIDTH} {px(height)}" '
        f'role="img" aria-labelledby="{title} {text}">'
        f'<title id="{title}">{escape(reading(chart.title))}</title>'
        f'<desc id="{text}">{escape(summary(chart, reading))}</desc>'
        f"{f'<style>{style}</style>' if style else ''}{_legend(chart, reading)}{''.join(inner)}</svg>"
    )


def spark_svg(values: Sequence[Number | None]) -> str:
    """A line of the size of a word, its last point marked; empty below two figures. Its words stand beside it."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    scale = Scale(Decimal(0), Decimal(max(*known, 1)), 27, -22)
    step = 114 / (len(values) - 1)
    points = [(3 + step * place, scale.at(value)) if value is not None else None for place, value in enumerate(values)]
    last = next(point for point in reversed(points) if point is not None)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="spark" viewBox="0 0 120 30" '
        'preserveAspectRatio="xMinYMax" aria-hidden="true">'
        f"{polyline(points, 'spark-line')}"
        f'<circle class="spark-dot" cx="{px(last[0])}" cy="{px(last[1])}" r="2.5"/></svg>'
    )


def summary(chart: Chart, reading: Reading) -> str:
    """What the chart shows, in its own words or else the highest and the last figure of every series."""
    if chart.summary:
        return reading(chart.summary)
    said = []
    for series in chart.series:
        known = [(value, label) for value, label in zip(series.values, chart.labels, strict=True) if value is not None]
        if known:
            value, label = max(known, key=lambda each: each[0])
            text = (
                "{series}：最高 {top}（{at}），最后 {last}"
                if reading.lang == "zh"
                else "{series}: {top} at most ({at}), {last} last"
            )
            said.append(
                text.format(
                    series=reading(series.title),
                    top=reading.number(value),
                    at=reading(label),
                    last=reading.number(known[-1][0]),
                )
            )
    return ("；" if reading.lang == "zh" else "; ").join(said)


def _legend(chart: Chart, reading: Reading) -> str:
    if len(chart.series) < 2:
        return ""
    parts, x = [], 0.0
    for number, series in enumerate(chart.series):
        name = reading(series.title)
        parts.append(f'<rect class="{paint(series, number)}" x="{px(x)}" y="3" width="11" height="11" rx="2"/>')
        parts.append(lettered(x + 16, 13, name, "legend"))
        x += 16 + text_width(name) + 18
    return "".join(parts)
