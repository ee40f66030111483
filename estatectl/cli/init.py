"""Floor 5: `estatectl init`: an estate directory, and what to do with it next."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import click

from estatectl.cli.commands import argument, command, option
from estatectl.cli.context import Session
from estatectl.cli.schedule import INSTALL, install_cron
from estatectl.domain.words import Words
from estatectl.render.page import Block, Heading, Hint, Line, Page, Rule, Verbatim


@command(
    "init",
    Words(
        zh="新建一个小区目录：可修改的细则、空的台账日志、定时任务。",
        en="Create an estate directory: policies to edit, an empty journal, lines for cron.",
    ),
    aliases=("新建",),
)
@argument(
    "directory",
    Words(zh="放在哪里（默认为当前目录，须为空）", en="where (default: here, which must be empty)"),
    required=False,
    type=click.Path(path_type=Path),
    shown=Words(zh="目录", en="DIR"),
)
@option(
    "--sample",
    is_flag=True,
    words=Words(zh="同时登记示例员工与排班", en="also register the sample staff and roster"),
)
def init(session: Session, *, directory: Path | None, sample: bool) -> Page:
    """Make the directory, its journal and its schedule; with `sample`, people it."""
    from estatectl.cli.schedule import schedule_of
    from estatectl.wiring.founding import found_estate, write_files
    from estatectl.wiring.premises import Premises

    place = (directory or session.settings.directory or Path.cwd()).expanduser().absolute()
    found_estate(place)
    plan = schedule_of(Premises(replace(session.settings, directory=place)), session.lang)
    write_files(place, plan.files())
    people = _people_registered(session, place) if sample else 0
    data = {
        "directory": place,
        "crontab": plan.crontab(),
        "files": sorted(plan.files()),
        "people": people,
    }
    return Page(_told(place, people), data)


def _people_registered(session: Session, place: Path) -> int:
    """Put the sample staff and roster into a new estate; how many people."""
    from estatectl.cli.roster import COLUMNS as SHIFTS
    from estatectl.cli.staff import COLUMNS as PEOPLE
    from estatectl.usecases.people import import_people
    from estatectl.usecases.roster import roster
    from estatectl.usecases.staffing.certifying import COLUMNS as CERTIFICATES
    from estatectl.usecases.staffing.certifying import certify
    from estatectl.wiring.documents import read_rows
    from estatectl.wiring.places import sample
    from estatectl.wiring.premises import Premises

    house = Premises(replace(session.settings, directory=place, actor="system")).house
    registered = import_people(house, read_rows(sample("staff.csv"), PEOPLE))
    certify(house, read_rows(sample("certificates.csv"), CERTIFICATES))
    roster(house, read_rows(sample("roster.csv"), SHIFTS))
    return len(registered.added)


def _told(place: Path, people: int) -> tuple[Block, ...]:
    here = shlex.quote(str(place))
    registered = Words(
        zh="已登记示例员工 {count} 人及其排班。", en="{count} sample members of staff are on the roster."
    )
    return (
        Line(Words(zh="小区目录已建好：{place}", en="the estate is ready: {place}").fill(place=place), "good"),
        *([Line(registered.fill(count=people))] if people else []),
        Rule(),
        Heading(INSTALL),
        Verbatim(install_cron(place)),
        Line(
            Words(
                zh="走时、夜间核查、报表、备份都在里面。用 systemd 时，改为安装 {place}/cron 下的 service 与 timer。",
                en="it ticks, checks the night, reports and backs up. With systemd, install the units in {place}/cron.",
            ).fill(place=here)
        ),
        Rule(),
        Heading(Words(zh="下一步", en="next")),
        Verbatim(f"  cd {here}"),
        Line(
            Words(zh="编辑 policies/estate.yaml：小区名称、时区", en="edit policies/estate.yaml: name and time zone"),
            indent=2,
        ),
        Verbatim("  estatectl policy check\n  estatectl doctor"),
        Hint(
            Words(
                zh="之后：estatectl request open 登记第一条诉求。",
                en="then: estatectl request open records the first request.",
            )
        ),
    )
