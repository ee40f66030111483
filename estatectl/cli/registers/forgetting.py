"""Floor 5: `estatectl register expire` and `estatectl person`: personal data past its time, or asked to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.cli.commands import Noun, argument, command, option
from estatectl.cli.context import Session
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.render.page import Page
    from estatectl.usecases.registers.forgetting import Forgotten

_DRY = Words(zh="只检查，什么也不写", en="judge only and write nothing")
_TEXT = Words(zh="姓名、电话或其他个人信息", en="a name, a telephone or any other personal text")
_SHOWN = Words(zh="姓名或电话", en="NAME|PHONE")

person = Noun(
    "person",
    Words(
        zh="个人信息：在哪里、依法清除（管理人员）。",
        en="Personal data: where it stands, erased by request.",
    ),
    aliases=("个人信息",),
)


@command(
    "expire",
    Words(
        zh="清除过了保留期的个人信息：登记行和已办结的事项。",
        en="Erase personal data past its time: of lines, and of cases that are closed.",
    ),
    aliases=("到期清除",),
)
@option("--dry-run", is_flag=True, words=_DRY)
def expire(session: Session, *, dry_run: bool) -> Page:
    from estatectl.usecases.journal import cases_projection
    from estatectl.usecases.registers.forgetting import expire as forget

    house = session.house
    return _shown(session, forget(house, cases_projection(house), dry_run=dry_run), dry_run=dry_run)


@person.verb("find", Words(zh="个人信息记在哪里。", en="Where somebody's personal data stands."), aliases=("查找",))
@argument("text", _TEXT, shown=_SHOWN)
def find(session: Session, *, text: str) -> Page:
    from estatectl.render.registers.forgotten import found_page
    from estatectl.usecases.registers.forgetting import find_personal

    return found_page(session.bundle, session.house.journal, find_personal(session.house, text))


@person.verb(
    "erase",
    Words(
        zh="依本人请求清除其个人信息；台账仍可核对。",
        en="Erase somebody's personal data at their request; the journal still holds.",
    ),
    aliases=("清除",),
)
@argument("text", _TEXT, shown=_SHOWN)
@option("--reason", required=True, words=Words(zh="缘由", en="why"))
@option("--dry-run", is_flag=True, words=_DRY)
def erase(session: Session, *, text: str, reason: str, dry_run: bool) -> Page:
    from estatectl.usecases.journal import cases_projection
    from estatectl.usecases.registers.forgetting import erase_person

    house = session.house
    done = erase_person(house, text, reason, cases_projection(house), dry_run=dry_run)
    return _shown(session, done, dry_run=dry_run)


def _shown(session: Session, done: Forgotten, *, dry_run: bool) -> Page:
    from estatectl.render.registers.forgotten import forgotten_page

    if not dry_run:
        session.premises.forget_notices({each.stream for each in done.held})
    return forgotten_page(session.bundle, session.house.journal, done, dry_run=dry_run)
