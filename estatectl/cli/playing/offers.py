"""Floor 5: what to try in an estate once a scenario has been played in it."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from estatectl.cli.context import Session
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.domain.scenario import Scenario
    from estatectl.wiring.premises import Premises

_NUMBER = re.compile(r"\b[A-Z]+-\d+\b")


def tries(premises: Premises, session: Session, shown: str, written: Scenario) -> str:
    from estatectl.render.widths import pad, width

    every = _offered(written.tries, written.events[-1].at)
    offered = [(line, why) for line, why in every if all(map(premises.journal.last, _NUMBER.findall(line)))]
    wide = max(width(line) for line, _ in offered)
    lines = [f"  {pad(line, wide)}  # {session.text(why)}" for line, why in offered]
    on_path = shutil.which("estatectl") is not None
    path = [] if on_path else [f'  export PATH="{Path(sys.executable).parent}:$PATH"']
    return "\n".join([*path, f"  cd {shlex.quote(shown)}", *lines])


def _offered(tries: Sequence[tuple[str, Words]], at: datetime) -> tuple[tuple[str, Words], ...]:
    """Commands worth trying in the estate that was played, each with what it shows: the scenario's own, or these."""
    now = at.strftime("--now %Y-%m-%dT%H:%M")
    if tries:
        return tuple(
            (f"estatectl {line}" if "--now" in line else f"estatectl {line} {now}", why) for line, why in tries
        )
    return (
        (f"estatectl request list --late {now}", Words(zh="哪些超时了", en="what is late")),
        (f"estatectl order explain W-1 {now}", Words(zh="暂停过的计时怎么算", en="how a paused clock was counted")),
        (f"estatectl order list --mine --as luo_shengli {now}", Words(zh="自己手上的工单", en="one's own orders")),
        (f"estatectl round due {now}", Words(zh="该做哪些巡查", en="which rounds are to be done")),
        (f"estatectl round show RD-1 {now}", Words(zh="一项巡查的经过", en="how one round went")),
        (f"estatectl roster on-duty {now}", Words(zh="此刻谁在岗", en="who is on duty")),
        ("estatectl policy show decision targets", Words(zh="时限写在哪里", en="where time limits stand")),
        ("estatectl request open", Words(zh="自己登记一件，一项项问", en="record one yourself: it asks")),
    )
