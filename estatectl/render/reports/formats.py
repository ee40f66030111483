"""Floor 3: the formats that reports and nights can be had in, by name and by the ending of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

from estatectl.domain.problems import BadInput, did_you_mean
from estatectl.domain.words import Lang, Words, same

if TYPE_CHECKING:
    from estatectl.domain.bundle import Bundle
    from estatectl.domain.controls.night import Night
    from estatectl.domain.reports.report import Report

Content = str | bytes
BINARY = frozenset({"xlsx", "pdf"})
"""Formats that are no text: they go into files only."""

ENDINGS: Mapping[str, str] = {
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".xlsx": "xlsx",
    ".json": "json",
    ".pdf": "pdf",
    ".junit.xml": "junit",
    ".xml": "junit",
    ".sarif": "sarif",
    ".sarif.json": "sarif",
    ".prom": "prometheus",
}
"""By which ending of a file's name a format is meant; the longest that fits."""


def _html(report: Report, lang: Lang) -> Content:
    from estatectl.render.reports.html import report_html

    return report_html(report, lang)


def _markdown(report: Report, lang: Lang) -> Content:
    from estatectl.render.reports.markdown import report_markdown

    return report_markdown(report, lang)


def _excel(report: Report, lang: Lang) -> Content:
    from estatectl.render.reports.excel import report_excel

    return report_excel(report, lang)


def _json(report: Report, lang: Lang) -> Content:
    from estatectl.render.reports.json import report_json

    return report_json(report, lang)


def _pdf(report: Report, lang: Lang) -> Content:
    from estatectl.render.reports.pdf import report_pdf

    return report_pdf(report, lang)


REPORT_FORMATS: Mapping[str, Callable[[Report, Lang], Content]] = {
    "html": _html,
    "markdown": _markdown,
    "xlsx": _excel,
    "json": _json,
    "pdf": _pdf,
}
"""What a report can be had in."""


def _as_report(form: str) -> Callable[[Night, Bundle, Lang], Content]:
    def render(night: Night, bundle: Bundle, lang: Lang) -> Content:
        from estatectl.render.nights.report import night_report

        return REPORT_FORMATS[form](night_report(night, bundle), lang)

    return render


def _night_json(night: Night, bundle: Bundle, lang: Lang) -> Content:
    from estatectl.render.json import page_json
    from estatectl.render.nights.data import night_data
    from estatectl.render.page import Page

    page = Page(data=night_data(night), status=1 if night.findings else 0)
    return page_json(page, lang, bundle.estate.zone)


def _junit(night: Night, bundle: Bundle, lang: Lang) -> Content:
    from estatectl.render.nights.junit import night_junit

    return night_junit(night, bundle, lang)


def _sarif(night: Night, bundle: Bundle, lang: Lang) -> Content:
    from estatectl.render.nights.sarif import night_sarif

    return night_sarif(night, bundle, lang)


def _prometheus(night: Night, bundle: Bundle, _lang: Lang) -> Content:
    from estatectl.render.nights.prometheus import night_prometheus

    return night_prometheus(night, bundle)


NIGHT_FORMATS: Mapping[str, Callable[[Night, Bundle, Lang], Content]] = {
    "html": _as_report("html"),
    "markdown": _as_report("markdown"),
    "xlsx": _as_report("xlsx"),
    "pdf": _as_report("pdf"),
    "json": _night_json,
    "junit": _junit,
    "sarif": _sarif,
    "prometheus": _prometheus,
}
"""What a night's check can be had in, besides the table on the terminal."""


def format_of(path: PurePath, known: Mapping[str, object]) -> str:
    """The format that a file's name asks for. Refuses (EST-764) a name that asks for none of the `known`."""
    name = path.name.lower()
    fitting = sorted((ending for ending in ENDINGS if name.endswith(ending)), key=len)
    if fitting and ENDINGS[fitting[-1]] in known:
        return ENDINGS[fitting[-1]]
    allowed = [ending for ending, form in ENDINGS.items() if form in known]
    words = Words(zh="看不出 {file} 要哪种格式", en="{file} does not say which format is wanted").fill(
        file=same(path.name)
    )
    hint = did_you_mean(path.suffix, allowed) or Words(
        zh="文件名以这些之一结尾：{list}", en="let its name end in one of: {list}"
    ).fill(list=" ".join(allowed))
    raise BadInput.one("EST-764", words, hint=hint)
