"""Floor 5: `estatectl report`: what a day, a week or a month came to, on the screen or as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from estatectl.cli.commands import Act, Noun, option
from estatectl.cli.context import Session
from estatectl.cli.days import day_typed
from estatectl.cli.formats import Wanted, format_options
from estatectl.domain.words import Words
from estatectl.render.page import Page

if TYPE_CHECKING:
    from estatectl.usecases.reporting.stretch import ReportKind

report = Noun(
    "report",
    Words(
        zh="日报、周报、月报：超时、漏做、升级、补救、各部门、指标、条款，逐件可查。",
        en="The report of a day, a week or a month: late, missed, escalated, mended, by department, with figures and "
        "clauses, down to each case.",
    ),
    aliases=("报告",),
)
_FORMATS = ("json", "markdown", "html", "xlsx", "pdf")


def _options(words: Words) -> Callable[[Act], Act]:
    def decorate(act: Act) -> Act:
        day = option("--date", "day", words=words, shown=Words(zh="日期 2026-10-09", en="DATE"))
        return day(format_options(_FORMATS)(act))

    return decorate


@report.verb(
    "daily",
    Words(zh="一天的报告（默认最近过完的一天）。", en="The report of a day (the last that is over)."),
    aliases=("日报",),
)
@_options(Words(zh="哪一天", en="which day"))
def daily(session: Session, *, day: str | None, form: str | None, outputs: tuple[str, ...]) -> Page:
    return _report(session, "daily", day, form, outputs)


@report.verb(
    "weekly",
    Words(
        zh="一周的报告，周一到周日（默认最近过完的一周）。",
        en="The report of a week from Monday (the last that is over).",
    ),
    aliases=("周报",),
)
@_options(Words(zh="那一周里的任何一天", en="any day of the week"))
def weekly(session: Session, *, day: str | None, form: str | None, outputs: tuple[str, ...]) -> Page:
    return _report(session, "weekly", day, form, outputs)


@report.verb(
    "monthly",
    Words(zh="一个月的报告（默认最近过完的一个月）。", en="The report of a month (the last that is over)."),
    aliases=("月报",),
)
@_options(Words(zh="那个月里的任何一天，或 2026-10", en="any day of the month, or 2026-10"))
def monthly(session: Session, *, day: str | None, form: str | None, outputs: tuple[str, ...]) -> Page:
    return _report(session, "monthly", f"{day}-01" if day is not None and len(day) == 7 else day, form, outputs)


def _report(session: Session, kind: ReportKind, day: str | None, form: str | None, outputs: tuple[str, ...]) -> Page:
    from estatectl.render.reports.formats import REPORT_FORMATS
    from estatectl.render.reports.onscreen import report_page
    from estatectl.render.reports.periodic.report import periodic_report
    from estatectl.usecases.reporting.gathering import gather
    from estatectl.usecases.reporting.stretch import stretch_of

    house = session.house
    stretch = stretch_of(kind, day_typed(day), house.now, house.bundle.estate.zone)
    wanted = Wanted.read(session, form, outputs, REPORT_FORMATS, f"{kind}-{stretch.name}")
    made = periodic_report(gather(house, stretch))
    return wanted.answer(report_page(made, session.lang), lambda name: REPORT_FORMATS[name](made, session.lang))
