"""Floor 5: `estatectl journal backup` and `journal restore`."""

from __future__ import annotations

from pathlib import Path

import click

from estatectl.cli.commands import argument, option
from estatectl.cli.context import Session
from estatectl.cli.journal import journal
from estatectl.domain.words import Words
from estatectl.render.page import Hint, Line, Page, Pairs


@journal.verb(
    "backup",
    Words(
        zh="备份台账日志：不停用，逐条核对过才算数。",
        en="Copy the journal while it is in use; the copy counts once its whole chain is proved.",
    ),
    aliases=("备份",),
)
@argument(
    "folder",
    Words(zh="放在哪里（默认为小区目录下的 backups）", en="where to (default: backups in the estate)"),
    required=False,
    type=click.Path(path_type=Path, file_okay=False),
    shown=Words(zh="目录", en="DIR"),
)
@option(
    "--keep",
    type=click.IntRange(min=1),
    words=Words(zh="只留最近几份（默认都留）", en="keep only the last so many (default: all)"),
    shown="N",
)
def backup(session: Session, *, folder: Path | None, keep: int | None) -> Page:
    from estatectl.usecases.running.copying import back_up

    premises = session.premises
    shelf = premises.shelf(folder)
    done = back_up(premises.journal, shelf, premises.told_now, premises.actor, keep)
    place = premises.copies_folder(folder)
    words = Words(
        zh="已备份 {n} 条记录，逐条核对无误：{file}", en="{n} entries copied, proved unbroken and unchanged: {file}"
    )
    went = Words(zh="更早的 {n} 份已清除", en="{n} older copies are gone").fill(n=len(done.gone))
    data = {"file": place / done.name, "entries": done.held.entries, "head": done.held.head, "removed": done.gone}
    return Page(
        (
            Line(words.fill(n=done.held.entries, file=place / done.name), "good"),
            Pairs(((Words(zh="链头", en="head"), done.held.head),)),
            *([Line(went)] if done.gone else []),
            Hint(_KEEP_SAFE),
        ),
        data,
    )


@journal.verb(
    "restore",
    Words(
        zh="用备份恢复台账日志：先核对备份，再说会丢什么，换下的一本留在备份目录里。",
        en="Put a copy back: it is proved first, what would be lost is said, and what stood there is kept.",
    ),
    aliases=("恢复",),
)
@argument("copy", Words(zh="哪一份备份", en="which copy"), type=click.Path(path_type=Path), shown="FILE")
@option(
    "--replace",
    is_flag=True,
    words=Words(zh="备份之后的记录可以丢", en="entries after the copy may be lost"),
)
def restore(session: Session, *, copy: Path, replace: bool) -> Page:
    from estatectl.cli.prompting import confirmed
    from estatectl.usecases.running.copying import loss_by, loss_words, note_restored, refuse_loss

    premises = session.premises
    aside = f"before-restore-{premises.told_now:%Y%m%dT%H%M%S}.sqlite"
    with premises.replacement(copy) as new:
        loss = loss_by(new)
        if not (loss.is_none or replace):
            if not session.may_ask:
                raise refuse_loss(loss)
            if not confirmed(session, loss_words(loss), flag="--replace"):
                raise click.Abort
        new.put_in_place(aside)
        held = new.held
    note_restored(premises.journal, premises.told_now, premises.actor, copy.name, held, loss)
    words = Words(zh="已恢复：{n} 条记录，核对无误", en="restored: {n} entries, unbroken and unchanged")
    kept = loss.present is not None or not loss.readable
    put_aside = Words(zh="换下的一本在 {path}", en="what stood there is kept as {path}")
    data = {
        "entries": held.entries,
        "head": held.head,
        "lost": loss.lost,
        "kept": premises.copies_folder(None) / aside if kept else None,
    }
    return Page(
        (
            Line(words.fill(n=held.entries), "good"),
            *([] if loss.is_none else [Line(loss_words(loss), "bad")]),
            *([Line(put_aside.fill(path=data["kept"]))] if kept else []),
            *(Hint(each) for each in _AFTERWARDS),
        ),
        data,
    )


_KEEP_SAFE = Words(
    zh="备份含个人信息，与原件一样保管；细则不在其中，另行保存 policies/",
    en="a copy holds personal data: keep it as safe as the journal; it holds no policies: keep policies/ as well",
)
_AFTERWARDS = (
    Words(
        zh="丢失的事项要补记；编号会从备份时的号接着用",
        en="record anew what was lost; numbers go on from those of the copy",
    ),
    Words(
        zh="备份时还没送出的通知会再送一次；备份之后清除的个人信息又回来了，要再清除",
        en="notices that had not gone out by then go out again; personal data erased since is back: erase it again",
    ),
)
