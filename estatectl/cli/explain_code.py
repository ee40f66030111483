"""Floor 5: `estatectl explain EST-nnn`: what an error code means and how to mend it, offline."""

from __future__ import annotations

from estatectl.cli.commands import argument, command
from estatectl.cli.context import Session
from estatectl.domain.words import Words, same
from estatectl.render.page import Heading, Line, Page


@command(
    "explain",
    Words(
        zh="解释一个错误代码：为什么拒绝，怎样改。", en="Explain an error code: why it is refused and how to mend it."
    ),
    aliases=("解释",),
)
@argument("code", Words(zh="错误代码，如 EST-112", en="an error code, such as EST-112"), shown="EST-nnn")
def explain(session: Session, *, code: str) -> Page:
    from estatectl.usecases.policies import explanation
    from estatectl.wiring.documents import error_codes

    found = explanation(error_codes(), code)
    heading = Words(zh="{code} {title}", en="{code} {title}").fill(code=same(found.code), title=found.title)
    data = {"code": found.code, "title": found.title, "meaning": found.meaning, "mend": found.mend}
    mend = Words(zh="改法：{mend}", en="To mend it: {mend}").fill(mend=found.mend)
    return Page((Heading(heading), Line(found.meaning), Line(mend)), data)
