"""The report as a page: whole in itself, readable without colour, sight or network, and never markup by accident."""

from __future__ import annotations

import re
import sys
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from estatectl.domain.problems import BadInput
from estatectl.domain.words import Lang
from estatectl.render.reports.html import report_html
from tests.reports.sample import NASTY, REPORT

LANGS: tuple[Lang, ...] = ("zh", "en")


class Outline(HTMLParser):
    """What a page consists of: its elements with their attributes, and the text that a reader sees."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data

    def having(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(params=LANGS)
def page(request: pytest.FixtureRequest) -> Outline:
    return Outline(report_html(REPORT, request.param))


def test_every_element_is_closed_where_it_was_opened(page: Outline) -> None:
    assert page.open == []


def test_the_page_needs_nothing_but_itself(page: Outline) -> None:
    assert not {"script", "link", "img", "iframe", "object"} & {name for name, _ in page.elements}
    for _, attributes in page.elements:
        assert not {"src", "srcset", "onload", "onclick"} & set(attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in report_html(REPORT, "zh")
    assert "@import" not in report_html(REPORT, "zh")


def test_a_title_that_would_be_markup_is_text(page: Outline) -> None:
    shown = " ".join(page.text.split())
    assert shown.count(NASTY.replace("\x07", "\ufffd")) >= 4
    assert "\x07" not in shown


def test_every_link_leads_somewhere_and_no_id_stands_twice(page: Outline) -> None:
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    links = [unquote((attributes["href"] or "")[1:]) for attributes in page.having("a")]
    assert {"now", "W-26", "R-43", "stories", "contents"} <= set(links)
    assert [link for link in links if link not in ids] == []
    for _, attributes in page.elements:
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in ids


def test_a_case_whose_story_is_not_told_is_named_but_not_linked(page: Outline) -> None:
    assert "R-99" not in {(attributes.get("href") or "")[1:] for attributes in page.having("a")}


def test_a_screen_reader_finds_its_way(page: Outline) -> None:
    names = [name for name, _ in page.elements]
    assert [names.count(each) for each in ("main", "header", "footer", "nav", "h1")] == [1, 1, 1, 1, 1]
    assert page.having("html")[0]["lang"] in ("zh-CN", "en")
    assert names.count("caption") == names.count("table")
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.having("th"))
    drawings = [attributes for attributes in page.having("svg") if attributes.get("aria-hidden") != "true"]
    assert len(drawings) == 4, "a chart without figures is said, not drawn"
    assert all(attributes["role"] == "img" and attributes["aria-labelledby"] for attributes in drawings)
    assert names.count("details") == len(drawings), "the figures of each chart stand under it"


def test_a_tone_is_a_sign_as_well_as_a_colour(page: Outline) -> None:
    signs = re.findall(r'class="sign" aria-hidden="true">([✓✕!])<', report_html(REPORT, "en"))
    assert {"✓", "✕", "!"} == set(signs)


def test_what_is_left_out_is_said_with_where_it_is(page: Outline) -> None:
    assert "11" in page.text
    assert "estatectl request list --late" in page.text


@pytest.mark.parametrize("lang", LANGS)
def test_the_same_report_is_the_same_bytes(lang: Lang) -> None:
    assert report_html(REPORT, lang) == report_html(REPORT, lang)


def test_without_jinja_the_page_is_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(BadInput) as refused:
        report_html(REPORT, "en")
    assert [problem.code for problem in refused.value.problems] == ["EST-760"]
    assert refused.value.problems[0].hint is not None
    assert "estatectl[report]" in refused.value.problems[0].hint.en
