"""What a reader sees: whole texts in both languages, and colours that can be told apart from their ground."""

from __future__ import annotations

import re

import pytest

from estatectl.domain.words import Lang
from estatectl.render.reports.html import TEMPLATES
from tests.reports.golden import LANGS, shown

CSS = (TEMPLATES / "report.css").read_text(encoding="utf-8")
ROOTS = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
THEMES = [dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", root)) for root in ROOTS]


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("lang", LANGS)
def test_the_sample_reads_as_it_was_reviewed(lang: Lang) -> None:
    for path, text in shown(lang).items():
        assert text == path.read_text(encoding="utf-8"), f"{path.name}: see 'python -m tests.reports.golden'"


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_their_ground_in(theme: int) -> None:
    colours = THEMES[theme]
    for ink in ("ink", "faint", "link", "good", "soon", "bad"):
        for ground in ("ground", "card", "soft"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    for tone in ("good", "soon", "bad"):
        assert contrast(colours[tone], colours[f"{tone}-soft"]) >= 4.5, tone


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_what_is_drawn_stands_out_from_the_card_in(theme: int) -> None:
    colours = THEMES[theme]
    for paint in ("s1", "s2", "s3", "s4", "s5", "s6", "good", "bad"):
        assert contrast(colours[paint], colours["card"]) >= 3, paint
