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
@argument("figure", Words(zh="指标的标识或名称", en="a figure by id or title"), shown=Words(zh="指标", en="FIGURE"))
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


@kpi.verb(
    "keep",
    Words(
        zh="把过完的统计期的指标记入台账日志；重复运行须与当时一致，否则退出码 4。",
        en="Journal the figures of a period that is over; run again, they must be the same, else it ends with 4.",
    ),
    aliases=("留存",),
)
@over_a_period
def keep(session: Session, *, month: str | None, week: str | None, date: str | None) -> Page:
    from estatectl.render.figures.proposals import kept_words
    from estatectl.render.page import Line
    from estatectl.usecases.figures.keeping import keep as keep_figures

    kept = keep_figures(session.house, _period(session, month, week, date))
    name, seq = kept.taken.period.name, kept.entry.seq
    data = {"period": name, "entry": seq, "before": kept.before, "digest": kept.entry.data["digest"]}
    return Page((Line(kept_words(name, seq, before=kept.before)),), data)


@kpi.verb(
    "appraisal",
    Words(
        zh="各岗位负责的指标及依据，供考核用；每项都有权重才算总分。",
        en="The figures that each post answers for, with their evidence; a total only where every one has a weight.",
    ),
    aliases=("考核",),
)
@over_a_period
@option("--post", words=Words(zh="只看某岗位", en="one post"), shown=Words(zh="岗位", en="POST"))
def appraisal(session: Session, *, month: str | None, week: str | None, date: str | None, post: str | None) -> Page:
    from estatectl.render.figures.appraisals import appraisals_page
    from estatectl.usecases.figures.appraising import appraise_posts

    named = _narrowed(session, None, post)
    taken, found = appraise_posts(session.house, _period(session, month, week, date), named[1] if named else None)
    return appraisals_page(taken, found)


@kpi.verb(
    "propose",
    Words(
        zh="越过界限的指标提出奖惩建议：默认只看；加 --open 留存指标并开单报批，不重复开。",
        en="Rewards and penalties where a figure crossed its bound: looks only; --open keeps the figures and opens a "
        "case for each, never twice, for people to decide.",
    ),
    aliases=("奖惩",),
)
@over_a_period
@option("--open", "opens", is_flag=True, words=Words(zh="开单报批", en="open the cases"))
def propose(session: Session, *, month: str | None, week: str | None, date: str | None, opens: bool) -> Page:
    from estatectl.render.figures.proposals import proposals_page
    from estatectl.usecases.figures import proposing

    act = proposing.propose if opens else proposing.look
    taken, found = act(session.house, _period(session, month, week, date))
    return proposals_page(taken, found, opened=opens)


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
