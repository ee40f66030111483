"""Floor 3: states of deliveries and reasons of failures in words."""

from __future__ import annotations

from collections.abc import Mapping

from estatectl.domain.words import Words, same
from estatectl.render.page import Tone

STATES: Mapping[str, tuple[Words, Tone]] = {
    "waiting": (Words(zh="等待", en="waiting"), "plain"),
    "sending": (Words(zh="发送中", en="being sent"), "soon"),
    "sent": (Words(zh="已送出", en="sent"), "good"),
    "dead": (Words(zh="死信", en="dead letter"), "bad"),
    "dropped": (Words(zh="已作废", en="dropped"), "faint"),
}
_REASONS: Mapping[str, Words] = {
    "unreachable": Words(zh="连不上对方", en="the far end could not be reached"),
    "failed": Words(zh="连不上，或对方没有收下", en="the far end could not be reached, or did not take it"),
    "address": Words(zh="地址拼起来不成地址", en="with this receiver's address filled in, it is no address"),
    "no_address": Words(zh="收件人没有登记这种地址", en="nobody wrote down such an address of the receiver"),
    "channel_gone": Words(zh="细则里已没有这个渠道", en="policy has this channel no more"),
    "erased": Words(zh="内容已依法清除", en="its text was erased under the privacy law"),
    "doubt": Words(
        zh="发送途中程序被杀，不知送到没有：请问收件人，再决定重送或作废",
        en="the program was killed while sending; ask the receiver, then retry or drop it",
    ),
    "by_hand": Words(zh="人工作废", en="dropped by hand"),
}
_NUMBERED: Mapping[str, Words] = {
    "http": Words(zh="对方答复 HTTP {n}", en="the far end answered HTTP {n}"),
    "answer": Words(zh="对方拒收，代码 {n}", en="the far end refused it, code {n}"),
    "file": Words(
        zh="写不进发件箱文件（错误 {n}：{what}）", en="the outbox file cannot be written (error {n}: {what})"
    ),
}


def reason_words(reason: str | None) -> Words | None:
    """Why an attempt failed, in words; None where none did."""
    if reason is None:
        return None
    name, _, number = reason.partition(":")
    if name in _NUMBERED:
        import os

        what = os.strerror(int(number)) if name == "file" and number.isdecimal() else ""
        return _NUMBERED[name].fill(n=number, what=what)
    return _REASONS.get(reason, same(reason))
