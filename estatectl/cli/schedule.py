"""Floor 5: `estatectl schedule`: what cron or systemd is to call for this estate, shown or written anew."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from estatectl.cli.commands import command, option
from estatectl.cli.context import Session
from estatectl.domain.words import Lang, Words
from estatectl.render.page import Heading, Hint, Line, Page, Rule, Verbatim

if TYPE_CHECKING:
    from estatectl.usecases.running.schedule import Schedule
    from estatectl.wiring.premises import Premises

INSTALL = Words(zh="让它自己运转：装进 crontab", en="to make it run by itself, put its lines into the crontab:")


@command(
    "schedule",
    Words(
        zh="定时任务：走时、夜间核查、备份、核对、报表。\n\n小区目录挪了地方，或改了时区之后，用 --write 重写。",
        en="The jobs that cron or systemd calls: tick, night check, copies, proof, reports.\n\n"
        "After the estate has moved, or its zone has changed: --write.",
    ),
    aliases=("定时",),
)
@option("--write", is_flag=True, words=Words(zh="重写小区目录 cron/ 里的文件", en="write the files in cron/ anew"))
def schedule(session: Session, *, write: bool) -> Page:
    place = session.premises.directory
    plan = schedule_of(session.premises, session.lang)
    files = plan.files()
    data = {"crontab": plan.crontab(), "files": sorted(files), "written": write}
    if not write:
        return Page((Verbatim(plan.crontab()),), data)
    from estatectl.wiring.founding import write_files

    write_files(place, files)
    written = Words(zh="已重写 {place}/cron 下 {n} 个文件", en="{n} files written anew in {place}/cron")
    told = Words(
        zh="已装好的不会自己变：crontab -e 里换上新的几行，或重新安装 systemd 单元",
        en="what is installed does not change by itself: replace the lines by crontab -e, or install the units again",
    )
    return Page(
        (
            Line(written.fill(place=place, n=len(files)), "good"),
            Rule(),
            Heading(INSTALL),
            Verbatim(install_cron(place)),
            Hint(told),
        ),
        data,
    )


def schedule_of(premises: Premises, lang: Lang) -> Schedule:
    """The schedule of the estate at hand, called by the Python that runs this."""
    from estatectl.usecases.running.schedule import schedule as plan

    return plan([sys.executable, "-m", "estatectl"], str(premises.directory), premises.bundle.estate.timezone, lang)


def install_cron(place: Path) -> str:
    """The line that adds the jobs to what the user's crontab holds already."""
    return f"  (crontab -l 2>/dev/null; cat {shlex.quote(f'{place}/cron/crontab')}) | crontab -"
