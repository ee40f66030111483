"""Floor 3: what stands inside a chart's frame: lying bars, columns, piles and lines, over labels in a row."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from estatectl.domain.reports.report import Chart, Number, Series
from estatectl.render.reports.reading import Reading
from estatectl.render.reports.scales import Scale, fitted, lettered, px, text_width, ticks

WIDTH = 560
_HEIGHT = 240
_BOTTOM = 26
_ROW = 26
_LEGEND = 22
_GAP = 8


def plotted(chart: Chart, reading: Reading) -> tuple[float, list[str]]:
    """The height that a chart takes, and its elements."""
    return _bars(chart, reading) if chart.form == "bars" else _upright(chart, reading)


def paint(series: Series, number: int) -> str:
    """The classes that colour a series: its tone's, or its number's."""
    return f"fill s{number % 6 + 1}" if series.tone == "plain" else f"fill t-{series.tone}"


def polyline(points: Iterable[tuple[float, float] | None], kind: str) -> str:
    """Stretches of neighbouring points; a gap is left open, never drawn across."""
    stretches = (list(points) for known, points in groupby(points, lambda point: point is not None) if known)
    paths = (" ".join(f"{px(point[0])},{px(point[1])}" for point in stretch if point) for stretch in stretches)
    return "".join(f'<polyline class="{kind}" points="{path}"/>' for path in paths)


def _top(chart: Chart) -> float:
    return float(_LEGEND if len(chart.series) > 1 else 6) + _GAP


def _highest(chart: Chart) -> Number:
    """What the axis must reach: the highest figure, the highest pile, the target, or what the chart asks for."""
    if chart.form in ("stacked", "bars"):
        piles = [
            sum((series.values[at] or 0 for series in chart.series), Decimal(0)) for at in range(len(chart.labels))
        ]
        figures: list[Number] = [*piles]
    else:
        figures = [value for series in chart.series for value in series.values if value is not None]
    return max([*figures, chart.target or 0, chart.top or 0])


def _lowest(chart: Chart) -> Number:
    """Nought, which the length of a column needs; lines that keep to the upper half are seen nearer."""
    values = [value for series in chart.series for value in series.values if value is not None]
    low = min([*values, chart.target if chart.target is not None else values[0]])
    high = _highest(chart)
    return max(0, low - max((high - low) // 4, high // 20)) if chart.form == "lines" and low * 2 > high else 0


def _whole(chart: Chart) -> bool:
    return all(value is None or Decimal(value) % 1 == 0 for series in chart.series for value in series.values)


def _bars(chart: Chart, reading: Reading) -> tuple[float, list[str]]:
    """Lying bars, one row a label, the figures at their ends."""
    labels = [fitted(reading(label), 190) for label in chart.labels]
    left = max(text_width(label) for label in labels) + 12
    top, piles = _top(chart), [sum((s.values[at] or 0 for s in chart.series), Decimal(0)) for at in range(len(labels))]
    ends = [_pile_text(chart, reading, at, pile) for at, pile in enumerate(piles)]
    room = max(text_width(end) for end in ends) + 14
    scale = Scale(Decimal(0), Decimal(max(_highest(chart), 1)), left, WIDTH - left - room)
    inner = []
    for at, label in enumerate(labels):
        y = top + at * _ROW
        inner.append(lettered(left - 8, y + 15, label, "label", "end"))
        x = left
        for number, series in enumerate(chart.series):
            wide = scale.at(series.values[at] or 0) - left
            if wide > 0:
                inner.append(_box(paint(series, number), x, y + 3, wide, _ROW - 9))
            x += wide
        inner.append(lettered(x + 6, y + 15, ends[at], "value"))
    height = top + len(labels) * _ROW + 2
    if chart.target is not None:
        x = scale.at(chart.target)
        inner.append(f'<line class="target" x1="{px(x)}" x2="{px(x)}" y1="{px(top)}" y2="{px(height - 4)}"/>')
    return height, inner


def _pile_text(chart: Chart, reading: Reading, at: int, pile: Number) -> str:
    if all(series.values[at] is None for series in chart.series):
        return "-"
    return f"{reading.number(pile)}{reading(chart.unit)}"


def _upright(chart: Chart, reading: Reading) -> tuple[float, list[str]]:
    """Columns, piles and lines over labels in a row, on ruled ground."""
    top = _top(chart)
    marks = ticks(_lowest(chart), _highest(chart), whole=_whole(chart))
    names = [f"{reading.number(mark)}{reading(chart.unit)}" for mark in marks]
    left = max(text_width(name) for name in names) + 14
    scale = Scale(marks[0], marks[-1], _HEIGHT - _BOTTOM, top - (_HEIGHT - _BOTTOM))
    inner = []
    for mark, name in zip(marks, names, strict=True):
        y = scale.at(mark)
        inner.append(_across("axis" if mark == marks[0] else "grid", left, y))
        inner.append(lettered(left - 6, y + 4, name, "label", "end"))
    slot = (WIDTH - left) / len(chart.labels)
    inner += _names(chart, reading, left, slot)
    draw = {"columns": _columns, "stacked": _piles, "lines": _lines}[chart.form]
    inner += draw(chart, reading, scale, left, slot)
    if chart.target is not None:
        y = scale.at(chart.target)
        inner.append(_across("target", left, y))
    return _HEIGHT, inner


def _names(chart: Chart, reading: Reading, left: float, slot: float) -> Iterable[str]:
    """The labels under the ground, as many as there is room for, always the last."""
    texts = [reading(label) for label in chart.labels]
    every = max(1, int(-(-(max(text_width(text) for text in texts) + 10) // slot)))
    for at, text in enumerate(texts):
        if (len(texts) - 1 - at) % every == 0:
            x = min(left + slot * (at + 0.5), WIDTH - text_width(text) / 2)
            yield lettered(x, _HEIGHT - 8, text, "label", "middle")


def _columns(chart: Chart, reading: Reading, scale: Scale, left: float, slot: float) -> Iterable[str]:
    wide = min(46.0, slot * 0.76 / len(chart.series))
    for at in range(len(chart.labels)):
        x = left + slot * (at + 0.5) - wide * len(chart.series) / 2
        for number, series in enumerate(chart.series):
            value = series.values[at]
            if value is not None:
                y = scale.at(value)
                yield _box(paint(series, number), x + wide * number, y, wide - 1.5, scale.start - y)
                if text_width(reading.number(value)) <= wide + 2:
                    yield lettered(x + wide * (number + 0.5), y - 4, reading.number(value), "value", "middle")


def _piles(chart: Chart, reading: Reading, scale: Scale, left: float, slot: float) -> Iterable[str]:
    wide = min(46.0, slot * 0.7)
    for at in range(len(chart.labels)):
        x, pile = left + slot * (at + 0.5) - wide / 2, Decimal(0)
        for number, series in enumerate(chart.series):
            value = series.values[at] or 0
            if value:
                base, pile = scale.at(pile), pile + value
                yield _box(paint(series, number), x, scale.at(pile), wide, base - scale.at(pile))
        if pile and text_width(reading.number(pile)) <= slot:
            yield lettered(x + wide / 2, scale.at(pile) - 4, reading.number(pile), "value", "middle")


def _lines(chart: Chart, reading: Reading, scale: Scale, left: float, slot: float) -> Iterable[str]:
    for number, series in enumerate(chart.series):
        ink = paint(series, number).removeprefix("fill ")
        points = [
            (left + slot * (at + 0.5), scale.at(value)) if value is not None else None
            for at, value in enumerate(series.values)
        ]
        yield polyline(points, f"line {ink}")
        for point, value in zip(points, series.values, strict=True):
            if point is not None and value is not None:
                yield f'<circle class="fill {ink}" cx="{px(point[0])}" cy="{px(point[1])}" r="3"/>'
                if len(chart.series) == 1 and text_width(reading.number(value)) <= slot:
                    yield lettered(point[0], point[1] - 8, reading.number(value), "value", "middle")


def _box(ink: str, x: float, y: float, wide: float, high: float) -> str:
    return f'<rect class="{ink}" x="{px(x)}" y="{px(y)}" width="{px(wide)}" height="{px(high)}" rx="1.5"/>'


def _across(kind: str, left: float, y: float) -> str:
    return f'<line class="{kind}" x1="{px(left)}" x2="{WIDTH}" y1="{px(y)}" y2="{px(y)}"/>'
