"""Floor 5: which program this is."""

from __future__ import annotations

import platform

from estatectl.cli.commands import command
from estatectl.cli.context import Session
from estatectl.domain.words import Words, same
from estatectl.render.page import Line, Page


@command("version", Words(zh="显示版本", en="show the version"), aliases=("版本",))
def version(session: Session) -> Page:
    from importlib.metadata import version as of

    number = of("estatectl")
    line = same(f"estatectl {number} (Python {platform.python_version()})")
    return Page((Line(line),), {"version": number, "python": platform.python_version()})
