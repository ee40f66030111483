"""Floor 3: the outbox: what waits, what never arrived and why, and how each channel stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from estatectl.domain.bundle import Bundle
from estatectl.domain.notices.notice import Carries
from estatectl.domain.words import Words, same
from estatectl.render.delivery.words import STATES, reason_words
from estatectl.render.page import Cell, Hint, Line, Page, Pairs, Table, Toned
from estatectl.usecases.delivery.views import ChannelState, Letter, OutboxState

_CARRIES = {
    Carries.FILE: Words(zh="本机文件", en="a file here"),
    Carries.GROUP: Words(zh="同一地址", en="one address"),
    Carries.PERSON: Words(zh="各人的", en="each person's"),
}


def outbox_page(bundle: Bundle, found: Sequence[Letter], state: OutboxState) -> Page:
    """The deliveries, and how the outbox stands as a whole."""
    columns = (
        Words(zh="编号", en="no."),
        Words(zh="状态", en="state"),
        Words(zh="渠道", en="channel"),
        Words(zh="事项", en="about"),
        Words(zh="收件", en="to"),
        Words(zh="次数", en="tries"),
        Words(zh="下次", en="next"),
        Words(zh="原因", en="reason"),
    )
    rows = tuple(_row(bundle, each) for each in found)
    table = Table(
        columns, rows, Words(zh="（没有等着的，也没有死信）", en="(nothing waits, no dead letters)"), frozenset({7})
    )
    told = _SUMMARY.fill(waiting=state.waiting, failing=state.failing, dead=state.dead)
    hints = (Hint(_NEXT),) if state.dead else ()
    data = {"letters": [_plain(each) for each in found], "state": _state(state)}
    return Page((table, Line(told, "bad" if state.dead else "plain"), *hints), data)


def letter_page(bundle: Bundle, found: Letter) -> Page:
    """One delivery with its text."""
    delivery, notice = found.delivery, found.notice
    words, tone = STATES[delivery.state]
    open_ = delivery.state in ("waiting", "sending")
    pairs: list[tuple[Words, Cell]] = [
        (Words(zh="编号", en="no."), delivery.id),
        (Words(zh="状态", en="state"), Toned(words, tone)),
        (Words(zh="渠道", en="channel"), _title(bundle, delivery.channel)),
        (Words(zh="事项", en="about"), notice.case),
        (Words(zh="模板", en="template"), notice.template),
        (Words(zh="收件", en="to"), _to(bundle, found)),
        (Words(zh="产生", en="queued"), notice.queued_at),
        (Words(zh="次数", en="tries"), delivery.attempts),
        (Words(zh="下次", en="next"), delivery.next_at if open_ else None),
        (Words(zh="最后变动", en="last changed"), delivery.changed_at),
        (Words(zh="原因", en="reason"), reason_words(delivery.error)),
        (Words(zh="内容", en="text"), Words(zh=notice.text_zh or "（已清除）", en=notice.text_en or "(erased)")),
        (Words(zh="标识", en="key"), notice.key),
    ]
    return Page(
        (Pairs(tuple(pairs)),), {"letter": {**_plain(found), "text_zh": notice.text_zh, "text_en": notice.text_en}}
    )


def channels_page(states: Sequence[ChannelState]) -> Page:
    """Every channel, and whether it can be used here; never where it leads."""
    columns = (
        Words(zh="渠道", en="channel"),
        Words(zh="名称", en="title"),
        Words(zh="通向", en="leads to"),
        Words(zh="等待", en="waiting"),
        Words(zh="死信", en="dead"),
        Words(zh="可用", en="usable"),
    )
    rows = tuple(
        (
            each.channel.id,
            each.channel.title,
            _CARRIES[each.channel.carries],
            each.waiting,
            Toned(each.dead, "bad") if each.dead else 0,
            Toned(Words(zh="否，见下", en="no, see below"), "bad") if each.problems else _USABLE,
        )
        for each in states
    )
    problems = tuple(dict.fromkeys(problem for each in states for problem in each.problems))
    data = {
        "channels": [
            {
                "id": each.channel.id,
                "title": each.channel.title,
                "carries": each.channel.carries.value,
                "waiting": each.waiting,
                "dead": each.dead,
                "usable": not each.problems,
            }
            for each in states
        ]
    }
    return Page((Table(columns, rows),), data, 1 if problems else 0, problems)


def _row(bundle: Bundle, each: Letter) -> tuple[Cell, ...]:
    words, tone = STATES[each.delivery.state]
    return (
        each.delivery.id,
        Toned(words, tone),
        _title(bundle, each.delivery.channel),
        each.notice.case,
        _to(bundle, each),
        each.delivery.attempts,
        each.delivery.next_at if each.delivery.state == "waiting" else None,
        reason_words(each.delivery.error),
    )


def _title(bundle: Bundle, channel: str) -> Words:
    held = bundle.notices.channels.get(channel)
    return held.title if held else same(channel)


def _to(bundle: Bundle, each: Letter) -> Words:
    """A person's id, or the post where nobody holds it."""
    if each.notice.to_person:
        return same(each.notice.to_person)
    post = bundle.organisation.post(each.notice.to_post or "")
    return post.title if post else same(each.notice.to_post or "-")


def _plain(each: Letter) -> Mapping[str, object]:
    delivery, notice = each.delivery, each.notice
    return {
        "id": delivery.id,
        "state": delivery.state,
        "channel": delivery.channel,
        "notice": notice.key,
        "case": notice.case,
        "template": notice.template,
        "to_post": notice.to_post,
        "to_person": notice.to_person,
        "queued_at": notice.queued_at,
        "next_at": delivery.next_at if delivery.state in ("waiting", "sending") else None,
        "attempts": delivery.attempts,
        "reason": delivery.error,
        "changed_at": delivery.changed_at,
    }


def _state(state: OutboxState) -> Mapping[str, object]:
    return {"waiting": state.waiting, "failing": state.failing, "oldest": state.oldest, "dead": state.dead}


_USABLE = Words(zh="是", en="yes")
_SUMMARY = Words(
    zh="等待 {waiting}（其中试过没送出 {failing}），死信 {dead}",
    en="waiting: {waiting} (tried in vain: {failing}), dead letters: {dead}",
)
_NEXT = Words(
    zh="排除原因后：outbox retry 编号（或 --all）；不必再送的：outbox drop 编号 --reason 缘由",
    en="once the reason is gone: outbox retry NO (or --all); not needed any more: outbox drop NO --reason WHY",
)
