"""Floor 5: `estatectl gate`: who and what is inside, who waits, and what the day has brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from estatectl.cli.commands import Noun, option
from estatectl.cli.context import Session
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.render.page import Page

gate = Noun(
    "gate",
    Words(zh="门岗：谁在内、谁在等、今日进出。", en="The gate: who is inside, who waits, who came and left today."),
    aliases=("门岗",),
)


@gate.verb("today", Words(zh="今日门岗全貌。", en="The whole of the gate today."), aliases=("今日", "今天"))
@option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    words=Words(zh="已离开、未进入的最多显示几件", en="show at most, of those who left or were turned away"),
)
def today(session: Session, *, limit: int) -> Page:
    from estatectl.render.gate.boards import today_page
    from estatectl.usecases.gate.views import today as view

    return today_page(session.bundle, view(session.house), limit)


@gate.verb("inside", Words(zh="此刻在内的人、车、物。", en="Who and what is inside now."), aliases=("在内",))
@option("--text", words=Words(zh="查找：姓名、车牌、证件、户号", en="find a name, plate, identity card or home"))
@option("--late", is_flag=True, words=Words(zh="只看超时未离开的", en="only who ought to have left"))
def inside(session: Session, *, text: str | None, late: bool) -> Page:
    from estatectl.render.gate.boards import inside_page
    from estatectl.usecases.gate.views import inside_now

    return inside_page(session.bundle, inside_now(session.house, text, late=late))
