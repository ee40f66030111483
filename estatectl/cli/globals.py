"""Floor 5: the options that every command accepts, before or after its noun and verb."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from estatectl.cli.commands import Option, session_of
from estatectl.cli.context import Session
from estatectl.domain.words import Words


def _stored(store: Callable[[Session, Any], None]) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value is not None and value is not False:
            store(session_of(ctx), value)

    return callback


def _attribute(name: str) -> Callable[[Session, Any], None]:
    return lambda session, value: setattr(session, name, value)


def _setting(name: str) -> Callable[[Session, Any], None]:
    return lambda session, value: session.set(**{name: value})


def _option(*decls: str, words: Words, store: Callable[[Session, Any], None], **attrs: Any) -> Option:
    return Option(decls, words, expose_value=False, callback=_stored(store), **attrs)


GLOBAL_OPTIONS: tuple[Option, ...] = (
    _option(
        "--lang",
        words=Words(zh="界面语言", en="language of what people read"),
        type=click.Choice(["zh", "en"]),
        store=_attribute("lang"),
    ),
    _option(
        "--format",
        words=Words(zh="表格，或供程序读取的 JSON", en="a table for people, or JSON for programs"),
        type=click.Choice(["table", "json"]),
        store=_attribute("format"),
    ),
    _option(
        "--now",
        words=Words(zh="按这个时刻计算，如 2026-05-01T08:30", en="count as of this instant, such as 2026-05-01T08:30"),
        shown=Words(zh="时刻", en="INSTANT"),
        store=_setting("now"),
    ),
    _option(
        "--as",
        "actor",
        words=Words(zh="以哪位员工的身份操作", en="act as this member of staff"),
        shown=Words(zh="员工", en="PERSON"),
        store=_setting("actor"),
    ),
    _option(
        "--dir",
        "directory",
        words=Words(zh="小区目录（默认从当前目录向上找）", en="estate directory (default: here or above)"),
        shown=Words(zh="目录", en="DIR"),
        type=click.Path(path_type=Path),
        store=_setting("directory"),
    ),
    _option(
        "--no-input",
        words=Words(zh="从不提问，缺什么就报错", en="never ask; missing values are errors"),
        is_flag=True,
        store=_attribute("no_input"),
    ),
    _option(
        "-q",
        "--quiet",
        words=Words(zh="只输出结果，不附说明", en="the result only, no remarks"),
        is_flag=True,
        store=_attribute("quiet"),
    ),
    _option(
        "--cron",
        words=Words(
            zh="由 cron 或 systemd 调用：不提问、写日志、记下运行时间",
            en="called by cron or systemd: asks nothing, writes the log, is noted",
        ),
        is_flag=True,
        store=lambda session, _: session.by_clock(),
    ),
    _option(
        "--debug",
        words=Words(zh="程序出错时显示完整堆栈", en="show the traceback when the program itself fails"),
        is_flag=True,
        store=_attribute("debug"),
    ),
)
