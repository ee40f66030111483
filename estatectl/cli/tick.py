"""Floor 5: `estatectl tick`, for cron: what time brings is recorded and sent, once, whenever it runs."""

from __future__ import annotations

from collections.abc import Mapping

from estatectl.cli.commands import command
from estatectl.cli.context import Session
from estatectl.domain.words import Words
from estatectl.render.page import Line, Page


@command(
    "tick",
    Words(
        zh="记录到期和超时、到点的巡查和漏做，发出升级通知；供 cron 每分钟运行，重复或迟到运行结果不变。",
        en="Record what fell due, rounds and misses, and send escalations: for cron, every minute; late or repeated, "
        "it does the same.",
    ),
    aliases=("走时",),
)
def tick(session: Session) -> Page:
    from estatectl.usecases.rounds.ticking import tick_rounds
    from estatectl.usecases.ticking import tick as run

    rounds = tick_rounds(session.house)
    ticked = run(session.house)
    delivery = session.deliver(far=True)
    figures = {
        "rounds": rounds.appeared,
        "round_alerts": rounds.alerts,
        "rounds_missed": len(rounds.missed),
        "cases": len(ticked.cases),
        "breaches": ticked.breaches,
        "sent": ticked.sent,
        "skipped": ticked.skipped,
        "missed": ticked.missed,
        "delivered": len(delivery.sent),
        "failed": len(delivery.failed),
        "dead": len(delivery.dead),
    }
    data = {**figures, "ids": list(ticked.cases), "missed_rounds": list(rounds.missed)}
    problems = tuple(dict.fromkeys((*rounds.problems, *ticked.problems)))
    status = 4 if delivery.failed or delivery.dead or delivery.problems else 3 if problems else 0
    return Page((Line(_said(figures), "bad" if status else "plain"),), data, status, (*problems, *delivery.problems))


_FIGURES = {
    "rounds": Words(zh="新到巡查 {n}", en="rounds to do: {n}"),
    "round_alerts": Words(zh="巡查提醒 {n}", en="rounds called for: {n}"),
    "rounds_missed": Words(zh="巡查漏做 {n}", en="rounds missed: {n}"),
    "cases": Words(zh="到点 {n} 件", en="due: {n}"),
    "breaches": Words(zh="新增超时 {n}", en="newly late: {n}"),
    "sent": Words(zh="发出升级 {n}", en="escalations sent: {n}"),
    "skipped": Words(zh="跳过空岗 {n}", en="vacant posts skipped: {n}"),
    "missed": Words(zh="错过未发 {n}", en="not sent in time: {n}"),
    "delivered": Words(zh="送出通知 {n}", en="notices delivered: {n}"),
    "failed": Words(zh="未送出、待重试 {n}", en="not delivered, to be tried again: {n}"),
    "dead": Words(zh="送不出去、成为死信 {n}（见 outbox list）", en="dead letters: {n} (see 'outbox list')"),
}


def _said(figures: Mapping[str, int]) -> Words:
    """What is not nought, in a row."""
    told = [_FIGURES[name].fill(n=number) for name, number in figures.items() if number]
    if not told:
        return Words(zh="没有到点的事项和巡查", en="nothing was due")
    return Words(zh="，".join(each.zh for each in told), en=", ".join(each.en for each in told))
