"""Floor 5: `estatectl outbox`: notices on their way, those that never arrived, and the channels they go over."""

from __future__ import annotations

import click

from estatectl.cli.commands import Noun, argument, option
from estatectl.cli.context import Session
from estatectl.domain.problems import BadInput, DataBroken
from estatectl.domain.words import Words
from estatectl.render.page import Hint, Line, Page

_NO = Words(zh="编号", en="NO")
_CHANNEL = Words(zh="渠道", en="CHANNEL")
_WHICH = Words(zh="编号，见 outbox list", en="its number, as 'outbox list' shows it")
_STATES = ("open", "waiting", "dead", "sent", "dropped", "all")
outbox = Noun(
    "outbox",
    Words(
        zh="发件箱：等着送的通知、没送到的死信、各渠道能不能用。",
        en="The outbox: notices on their way, dead letters, and whether each channel can be used.",
    ),
    aliases=("发件箱", "通知"),
)


@outbox.verb("list", Words(zh="列出等着的通知和死信。", en="List what waits, and dead letters."), aliases=("列表",))
@option(
    "--state",
    type=click.Choice(_STATES),
    default="open",
    words=Words(
        zh="哪些：open 等着的和死信（默认）、waiting、dead、sent、dropped、all",
        en="which: open (waiting and dead; default), waiting, dead, sent, dropped, all",
    ),
)
@option("--channel", words=Words(zh="只看这个渠道", en="only this channel"), shown=_CHANNEL)
@option("--last", type=click.IntRange(1), default=50, words=Words(zh="最多几条（默认 50）", en="at most (default 50)"))
def show_all(session: Session, *, state: str, channel: str | None, last: int) -> Page:
    from estatectl.render.delivery.pages import outbox_page
    from estatectl.usecases.delivery.views import OPEN, letters, outbox_state

    states = None if state == "all" else OPEN if state == "open" else (state,)
    house = session.house
    return outbox_page(house.bundle, letters(house, states, channel, last), outbox_state(house.journal))


@outbox.verb("show", Words(zh="查看一条通知的送达情况。", en="Show what became of a notice."), aliases=("查看",))
@argument("number", _WHICH, shown=_NO)
def show(session: Session, *, number: str) -> Page:
    from estatectl.render.delivery.pages import letter_page
    from estatectl.usecases.delivery.views import letter

    return letter_page(session.bundle, letter(session.house, number))


@outbox.verb("retry", Words(zh="重送死信。", en="Try dead letters again."), aliases=("重送",))
@argument("number", _WHICH, required=False, shown=_NO)
@option("--all", "everything", is_flag=True, words=Words(zh="全部死信", en="all dead letters"))
@option(
    "--channel", words=Words(zh="与 --all 同用：只限这个渠道", en="with --all: only of this channel"), shown=_CHANNEL
)
def retry(session: Session, *, number: str | None, everything: bool, channel: str | None) -> Page:
    from estatectl.render.delivery.pages import letter_page
    from estatectl.usecases.delivery import deciding

    if everything == (number is not None) or (channel is not None and not everything):
        words = Words(
            zh="写一个编号，或者 --all（可加 --channel）", en="give one number, or --all (perhaps with --channel)"
        )
        raise BadInput.one("EST-400", words)
    if number is not None:
        return letter_page(session.bundle, deciding.retry(session.house, number))
    count = deciding.retry_all(session.house, channel)
    words = Words(zh="{n} 条死信将在下次 tick 重送", en="{n} dead letters go out again with the next tick").fill(
        n=count
    )
    return Page((Line(words),), {"retried": count})


@outbox.verb("drop", Words(zh="作废一条通知，不再送。", en="Let a notice go; it is not sent."), aliases=("作废",))
@argument("number", _WHICH, shown=_NO)
@option("--reason", required=True, words=Words(zh="缘由", en="why"))
def drop(session: Session, *, number: str, reason: str) -> Page:
    from estatectl.render.delivery.pages import letter_page
    from estatectl.usecases.delivery import deciding

    return letter_page(session.bundle, deciding.drop(session.house, number, reason))


@outbox.verb(
    "channels", Words(zh="各渠道能不能用，各有多少等着。", en="Whether each channel can be used."), aliases=("渠道",)
)
def channels(session: Session) -> Page:
    from estatectl.render.delivery.pages import channels_page
    from estatectl.usecases.delivery.views import channel_states

    return channels_page(channel_states(session.house, session.premises.carriers))


@outbox.verb("test", Words(zh="往一个渠道试发一条。", en="Send a test message over a channel."), aliases=("试发",))
@argument("channel", Words(zh="渠道，见 outbox channels", en="which channel"), shown=_CHANNEL)
@option("--to", "person", words=Words(zh="给谁（送到各人的渠道）", en="to whom (channels to persons)"))
def test(session: Session, *, channel: str, person: str | None) -> Page:
    from estatectl.render.delivery.words import reason_words
    from estatectl.usecases.delivery.deciding import UnsentTest, try_out

    whom = session.premises.person_id(person) if person else None
    try:
        try_out(session.house, session.premises.carriers, channel, whom)
    except UnsentTest as failure:
        words = Words(zh="试发没有送出：{why}", en="the test did not go out: {why}")
        raise DataBroken.one("EST-618", words.fill(why=reason_words(failure.reason))) from None
    sent = Words(zh="试发已送出，请看对方收到没有", en="the test went out; see whether it has arrived")
    return Page((Line(sent, "good"), Hint(_NOT_JOURNALED)), {"channel": channel, "sent": True})


_NOT_JOURNALED = Words(zh="试发不记入台账日志。", en="A test leaves no entry in the journal.")
