"""Floor 5: `estatectl comply`: the night check, and why it says what it says."""

from __future__ import annotations

import click

from estatectl.cli.commands import Noun, argument, option
from estatectl.cli.context import Session
from estatectl.cli.days import DAY, day_typed
from estatectl.cli.formats import Wanted, format_options
from estatectl.domain.words import Words
from estatectl.render.page import Page

comply = Noun(
    "comply",
    Words(
        zh="夜间核查：每个控制点对当天的事项、巡查、登记和库存逐一核对，缺事实的不算符合。",
        en="The night check: every control held against the day's cases, rounds, registers and stock; what lacks "
        "a fact is never taken as satisfied.",
    ),
    aliases=("核查",),
)
_SEVERITIES = ("minor", "major", "critical")


@comply.verb(
    "run",
    Words(
        zh="核查一天（默认为最近过完的一天）并记入台账日志；漏掉的夜晚先补上，重复运行结果逐字节相同。",
        en="Check a day (the last that is over) and journal the result; nights that were missed come first, and a "
        "second run says the same, byte for byte.",
    ),
    aliases=("运行",),
)
@option("--date", "day", words=Words(zh="核查哪一天", en="which day"), shown=DAY)
@option("--since", words=Words(zh="与哪一晚相比（默认上一晚）", en="the night to compare with"), shown=DAY)
@option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    default="minor",
    words=Words(zh="这一程度及以上的异常才算失败（退出码 1）", en="end with 1 for findings of this severity and above"),
)
@option("--all", "one_by_one", is_flag=True, words=Words(zh="逐条列出异常", en="list every finding by itself"))
@option("--dry-run", "-n", is_flag=True, words=Words(zh="只看结果，不记入日志", en="look only; journal nothing"))
@option(
    "--accept",
    words=Words(zh="确认细则改动引起的大量变化，写明理由", en="accept what a change of policies turns; say why"),
    shown=Words(zh="理由", en="REASON"),
)
@format_options(("json", "markdown", "html", "xlsx", "pdf", "junit", "sarif", "prometheus"))
def run(
    session: Session,
    *,
    day: str | None,
    since: str | None,
    fail_on: str,
    one_by_one: bool,
    dry_run: bool,
    accept: str | None,
    form: str | None,
    outputs: tuple[str, ...],
) -> Page:
    from estatectl.domain.controls.control import Severity
    from estatectl.render.nights.pages import night_page, skipped_words
    from estatectl.render.reports.formats import NIGHT_FORMATS
    from estatectl.usecases.nights.checking import Wish, check
    from estatectl.usecases.nights.judging import last_day

    asked = day_typed(day)
    name = f"night-{asked or last_day(session.house.now, session.bundle.estate.zone)}"
    wanted = Wanted.read(session, form, outputs, NIGHT_FORMATS, name)
    wish = Wish(day=asked, since=day_typed(since), keep=not dry_run, accept=accept)
    checked = check(session.house, wish)
    for words in skipped_words(checked):
        session.say(words)
    page = night_page(session.bundle, checked.night, Severity(fail_on), one_by_one=one_by_one)
    return wanted.answer(page, lambda name: NIGHT_FORMATS[name](checked.night, session.bundle, session.lang))


@comply.verb(
    "explain",
    Words(
        zh="说明一条结论的缘由：事实、规则、条款、台账记录；符合的也能看。",
        en="Says why a verdict came out as it did: facts, rule, clauses, entries; for a pass as well.",
    ),
    aliases=("解释",),
)
@argument(
    "finding",
    Words(zh="控制点@对象", en="CONTROL@SUBJECT, as 'comply run' shows it"),
    shown=Words(zh="异常编号", en="FINDING"),
)
@option(
    "--date", "day", words=Words(zh="哪一天（默认最近过完的一天）", en="which day (the last that is over)"), shown=DAY
)
def explain(session: Session, *, finding: str, day: str | None) -> Page:
    from estatectl.render.nights.explanations import explained_page
    from estatectl.usecases.nights.explaining import explain as explain_finding

    return explained_page(explain_finding(session.house, finding, day_typed(day)))


@comply.verb(
    "try",
    Words(
        zh="用现有细则试查一个控制点，逐条列出异常；不记入日志，适合写新控制点时用。",
        en="Holds one control against a day under the policies at hand and lists every finding; journals nothing. "
        "For whoever writes a control.",
    ),
    aliases=("试查",),
)
@argument("control", Words(zh="控制点的标识", en="its id"), shown=Words(zh="控制点", en="CONTROL"))
@option(
    "--date", "day", words=Words(zh="哪一天（默认最近过完的一天）", en="which day (the last that is over)"), shown=DAY
)
def try_control(session: Session, *, control: str, day: str | None) -> Page:
    from estatectl.render.nights.pages import tried_page
    from estatectl.usecases.nights.explaining import try_out

    return tried_page(session.bundle, try_out(session.house, control, day_typed(day)))


@comply.verb(
    "list",
    Words(
        zh="列出控制点：针对什么、要求、由谁负责、落实哪些条款。",
        en="Lists the controls: over what, who answers, which clauses.",
    ),
    aliases=("列表",),
)
@option(
    "--clause",
    words=Words(zh="只看核对这一条款的", en="those that check this clause"),
    shown=Words(zh="条款", en="CLAUSE"),
)
def list_controls(session: Session, *, clause: str | None) -> Page:
    from estatectl.render.nights.listing import controls_page
    from estatectl.usecases.nights.listing import controls_of

    return controls_page(session.bundle, controls_of(session.bundle, clause))
