"""Charts: sound drawings, whatever the figures; nothing outside the frame, nothing drawn across a gap."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estatectl.domain.reports.report import Chart, ChartForm, Number, Series
from estatectl.domain.words import same
from estatectl.render.reports.charts import chart_svg, spark_svg
from estatectl.render.reports.reading import Reading
from estatectl.render.reports.scales import ticks
from tests.reports.sample import FLOW, KEPT, TYPES, ZONE

READ = Reading("en", ZONE)
SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = st.none() | st.integers(0, 10**7) | st.decimals(0, 10**5, places=2)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    count = draw(st.integers(1, 40))
    values = st.lists(NUMBERS, min_size=count, max_size=count).map(tuple)
    series = tuple(
        Series(id=f"s{number}", title=same(draw(st.text(max_size=12))), values=draw(values))
        for number in range(draw(st.integers(1, 7)))
    )
    labels = tuple(same(draw(st.text(max_size=30))) for _ in range(count))
    form: ChartForm = draw(st.sampled_from(["columns", "stacked", "bars", "lines"]))
    target = draw(st.none() | st.integers(0, 10**6))
    return Chart(id="c", title=same(draw(st.text())), form=form, labels=labels, series=series, target=target)


@given(charts())
def test_law_of_the_frame_every_drawing_is_sound_and_inside_its_frame(chart: Chart) -> None:
    if chart.is_empty:
        return
    drawing = ElementTree.fromstring(chart_svg(chart, READ))
    _, _, wide, high = (float(each) for each in drawing.attrib["viewBox"].split())
    for box in drawing.iter(f"{SVG}rect"):
        if box.attrib.get("height") != "11":  # the legend's swatches
            assert float(box.attrib["x"]) >= -0.1
            assert float(box.attrib["width"]) >= 0
            assert float(box.attrib["height"]) >= 0
            assert float(box.attrib["x"]) + float(box.attrib["width"]) <= wide + 0.2
            assert float(box.attrib["y"]) + float(box.attrib["height"]) <= high + 0.2
    for dot in drawing.iter(f"{SVG}circle"):
        assert 0 <= float(dot.attrib["cx"]) <= wide
        assert 0 <= float(dot.attrib["cy"]) <= high


@given(st.integers(0, 10**6) | st.decimals(0, 10**4, places=2), st.integers(0, 10**6), st.booleans())
def test_law_of_ticks_they_reach_from_below_to_above_in_equal_round_steps(low: Number, more: int, whole: bool) -> None:
    high = low + more
    marks = ticks(low, high, whole=whole)
    assert marks[0] <= low
    assert high <= marks[-1]
    assert 2 <= len(marks) <= 8
    assert len({later - earlier for earlier, later in pairwise(marks)}) == 1
    if whole:
        assert all(mark % 1 == 0 for mark in marks)


def test_a_gap_is_left_open() -> None:
    lines = ElementTree.fromstring(chart_svg(KEPT, READ)).findall(f"{SVG}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [2, 4], "the third day has no figure"


def test_columns_are_as_high_as_their_figures() -> None:
    boxes = [
        (float(box.attrib["y"]), float(box.attrib["height"]))
        for box in ElementTree.fromstring(chart_svg(FLOW, READ)).iter(f"{SVG}rect")
        if box.attrib["height"] != "11"
    ]
    highs = [high for _, high in boxes]
    values = [value for at in range(7) for value in (FLOW.series[0].values[at], FLOW.series[1].values[at])]
    unit = highs[10] / 64
    assert highs == pytest.approx([unit * float(value or 0) for value in values], abs=0.11)
    assert {round(y + high, 1) for y, high in boxes} == {214.0}, "all stand on the ground"


def test_the_target_stands_at_its_value() -> None:
    drawing = ElementTree.fromstring(chart_svg(KEPT, READ))
    ruled = {
        mark.text: float(mark.attrib["y"]) - 4 for mark in drawing.iter(f"{SVG}text") if (mark.text or "").endswith("%")
    }
    target = next(line for line in drawing.iter(f"{SVG}line") if line.attrib["class"] == "target")
    assert float(target.attrib["y1"]) == pytest.approx(ruled["95%"], abs=0.11)


def test_the_words_of_a_chart_say_what_the_eye_would_see() -> None:
    said = chart_svg(KEPT, READ)
    assert "on time: 98 at most (10-03), 95.1 last" in said
    assert 'role="img"' in said


def test_labels_that_would_run_into_each_other_are_thinned_and_the_last_stays() -> None:
    days = tuple(same(f"2026-10-{day:02d}") for day in range(1, 32))
    month = replace(KEPT, labels=days, series=(replace(KEPT.series[0], values=tuple(range(31))),))
    named = re.findall(r"2026-10-\d\d(?=</text>)", chart_svg(month, READ))
    assert named[-1] == "2026-10-31"
    assert len(named) <= 7


def test_a_long_label_of_a_bar_is_cut_and_escaped() -> None:
    drawing = ElementTree.fromstring(chart_svg(TYPES, READ))
    labels = [mark.text or "" for mark in drawing.iter(f"{SVG}text") if mark.attrib["class"] == "label"]
    assert labels[3].startswith("<script>")
    assert labels[3].endswith("…")


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        pytest.param((), False, id="nothing"),
        pytest.param((3,), False, id="one figure makes no line"),
        pytest.param((None, 3, None), False, id="one figure among gaps makes no line"),
        pytest.param((3, 4), True, id="two do"),
        pytest.param((0, 0), True, id="even of noughts"),
        pytest.param((Decimal("0.2"), None, Decimal("0.3")), True, id="with a gap between"),
    ],
)
def test_a_line_of_the_size_of_a_word(values: tuple[Number | None, ...], drawn: bool) -> None:
    svg = spark_svg(values)
    assert bool(svg) == drawn
    if drawn:
        ElementTree.fromstring(svg)


def test_a_line_that_never_moves_has_room_below_and_no_more_than_all_above() -> None:
    level = replace(KEPT, series=(replace(KEPT.series[0], values=(Decimal(100),) * 7),), target=None)
    ruled = re.findall(r">(\d+)%</text>", chart_svg(level, READ))
    assert (ruled[0], ruled[-1]) == ("95", "100")
