"""Floor 5: `estatectl tick`, for cron: what time brings is recorded and sent, once, whenever it runs."""

from __future__ import annotations

from estatectl.cli.commands import command
from estatectl.cli.context import Session
from estatectl.domain.words import Words
from estatectl.render.page import Line, Page


@command(
    "tick",
    Words(
        zh="记录到期和超时、发出升级通知；供 cron 每分钟运行，重复或迟到运行结果不变。",
        en="Record what fell due and send escalations: for cron, every minute; late or repeated, it does the same.",
    ),
    aliases=("走时",),
)
def tick(session: Session) -> Page:
    from estatectl.usecases.ticking import tick as run

    ticked = run(session.house)
    delivery = session.deliver()
    words = Words(
        zh="到点 {cases} 件：新增超时 {breaches}，发出升级 {sent}，跳过 {skipped}，未发 {missed}；"
        "送出通知 {delivered}，未送出 {failed}",
        en="{cases} cases due: {breaches} newly late, {sent} escalations sent, {skipped} skipped, {missed} missed; "
        "{delivered} notices delivered, {failed} failed",
    )
    figures = {
        "cases": len(ticked.cases),
        "breaches": ticked.breaches,
        "sent": ticked.sent,
        "skipped": ticked.skipped,
        "missed": ticked.missed,
        "delivered": len(delivery.sent),
        "failed": len(delivery.failed),
    }
    data = {**figures, "ids": list(ticked.cases)}
    status = 4 if delivery.failed else 3 if ticked.problems else 0
    return Page((Line(words.fill(**figures), "bad" if status else "plain"),), data, status, ticked.problems)
