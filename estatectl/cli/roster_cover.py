"""Floor 5: `estatectl roster gaps` and `roster show --week`: what is uncovered, and the table of a week."""

from __future__ import annotations

from estatectl.cli.commands import command, option
from estatectl.cli.context import Session
from estatectl.domain.words import Words
from estatectl.render.page import Page

_DAY = Words(zh="日期", en="DAY")
POSTS = Words(zh="只看这个岗位，可写多次", en="only this post; may be repeated")


@command(
    "gaps",
    Words(
        zh="排班的缺口：人手不足、证书不够、超时、休息不足、请假未顶班。有缺口时退出码为 1。",
        en="Gaps of the roster: too few people or certificates, too long, too little rest, leave. Ends with 1 if any.",
    ),
    aliases=("缺口",),
)
@option("--from", "since", words=Words(zh="从这天（默认此刻）", en="from this day (default: now)"), shown=_DAY)
@option("--to", "until", words=Words(zh="到这天为止（默认七天）", en="to this day (default: seven days)"), shown=_DAY)
@option("--post", "posts", multiple=True, words=POSTS)
def gaps(session: Session, *, since: str | None, until: str | None, posts: tuple[str, ...]) -> Page:
    from estatectl.render.staffing import gaps_page
    from estatectl.usecases.staffing.covering import find_gaps

    house = session.house
    return gaps_page(house, find_gaps(house, since, until, posts))


def week_page(session: Session, day: str, posts: tuple[str, ...]) -> Page:
    """The roster of a week."""
    from estatectl.render.staffing import week_page as shown
    from estatectl.usecases.staffing.covering import week

    house = session.house
    return shown(house, week(house, None if day == THIS_WEEK else day, posts))


THIS_WEEK = "now"
