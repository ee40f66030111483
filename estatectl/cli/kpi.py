"""Floor 5: `estatectl kpi`: the figures of a day, a week or a month, and what they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.cli.commands import Act, Noun, argument, option
from estatectl.cli.context import Session
from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words, same
from estatectl.render.page import Page

if TYPE_CHECKING:
    from estatectl.domain.figures.period import Period

kpi = Noun(
    "kpi",
    Words(
        zh="指标：按日、周、月统计，写明分子分母和依据；缺事实的照样计数，但不算好。",
        en="Figures of a day, a week or a month, with what they stand on; what lacks a fact counts, and never as good.",
    ),
    aliases=("指标",),
)

_PERIOD = (
    (
        "--month",
        Words(zh="哪个月（默认最近过完的月）", en="which month (the last that is over)"),
        Words(zh="月 2026-10", en="YYYY-MM"),
    ),
    ("--week", Words(zh="哪一周", en="which week"), Words(zh="周 2026-W41", en="YYYY-Www")),
    ("--date", Words(zh="哪一天", en="which day"), Words(zh="日期 2026-10-09", en="DATE")),
)


def over_a_period(act: Act) -> Act:
    """The options that name a period; a verb that has them gets `month`, `week` and `date`."""
    for name, words, shown in reversed(_PERIOD):
        act = option(name, words=words, shown=shown)(act)
    return act


@kpi.verb(
    "list",
    Words(
        zh="列出全部指标：数值、目标、是否达标、样本数、与上期相比。",
        en="All figures: value, target, met or not, how many count, trend.",
    ),
    aliases=("列表",),
)
@over_a_period
@option(
    "--department",
    words=Words(zh="只看某部门的数", en="the part of one department"),
    shown=Words(zh="部门", en="DEPARTMENT"),
)
@option("--post", words=Words(zh="只看某岗位的数", en="the part of one post"), shown=Words(zh="岗位", en="POST"))
def list_(
    session: Session, *, month: str | None, week: str | None, date: str | None, department: str | None, post: str | None
) -> Page:
    from estatectl.domain.figures.kpi import By
    from estatectl.render.figures.tables import figures_page
    from estatectl.usecases.figures.taking import take

    narrowed = _narrowed(session, department, post)
    taken = take(session.house, _period(session, month, week, date))
    return figures_page(taken, narrowed if narrowed is None else (By(narrowed[0]), narrowed[1]))


@kpi.verb(
    "show",
    Words(
        zh="看一个指标：怎么算、分部门分岗位、分位数，以及背后的每个编号。",
        en="One figure: how it is counted, its parts, percentiles, and the numbers behind it.",
    ),
    aliases=("查看",),
)
@argument("figure", Words(zh="指标的标识", en="the id of the figure"), shown=Words(zh="指标", en="FIGURE"))
@over_a_period
@option(
    "--all",
    "every",
    is_flag=True,
    words=Words(zh="列出每一个对象，不只是不好的", en="name every subject, not only what is not good"),
)
def show(session: Session, *, figure: str, month: str | None, week: str | None, date: str | None, every: bool) -> Page:
    from estatectl.render.figures.one import figure_page
    from estatectl.usecases.figures.taking import take

    taken = take(session.house, _period(session, month, week, date), (figure,))
    return figure_page(taken, taken.figure(figure), every=every)


def _narrowed(session: Session, department: str | None, post: str | None) -> tuple[str, str] | None:
    """The part asked for. Refuses both at once, and names that there are none of (EST-754)."""
    from estatectl.domain.problems import did_you_mean

    if department is not None and post is not None:
        raise BadInput.one("EST-754", Words(zh="部门和岗位只能选一个", en="give a department or a post, not both"))
    for by, typed in (("department", department), ("post", post)):
        if typed is None:
            continue
        known = session.bundle.organisation.departments if by == "department" else session.bundle.organisation.posts
        named = {each.title.zh: name for name, each in known.items()} | {
            each.title.en.lower(): name for name, each in known.items()
        }
        found = typed if typed in known else named.get(typed) or named.get(typed.lower())
        if found is None:
            words = Words(zh="没有叫“{name}”的部门或岗位", en="there is no department or post '{name}'")
            raise BadInput.one("EST-754", words.fill(name=same(typed)), hint=did_you_mean(typed, known))
        return by, found
    return None


def _period(session: Session, month: str | None, week: str | None, date: str | None) -> Period:
    """The one period asked for, else the last month that is over. EST-750 for anything else."""
    from estatectl.domain.figures.period import Length, Period
    from estatectl.usecases.figures.taking import last_period

    given = [
        (length, text)
        for length, text in ((Length.MONTH, month), (Length.WEEK, week), (Length.DAY, date))
        if text is not None
    ]
    if not given:
        return last_period(session.house, Length.MONTH)
    [(length, text), *others] = given
    period = Period.read(text, session.bundle.estate.zone)
    if others:
        raise BadInput.one("EST-750", Words(zh="月、周、日只能选一种", en="give a month, a week or a day: one of them"))
    if period is None or period.length is not length:
        words = Words(zh="“{text}”不是统计期", en="'{text}' is not a period").fill(text=same(text))
        hint = Words(
            zh="写成 --month 2026-10、--week 2026-W41 或 --date 2026-10-09",
            en="write --month 2026-10, --week 2026-W41 or --date 2026-10-09",
        )
        raise BadInput.one("EST-750", words, hint=hint)
    return period
