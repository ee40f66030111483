"""Floor 5: click's refusals as ours, so that they too have a code, a hint and a JSON form."""

from __future__ import annotations

import click

from estatectl.domain.problems import BadInput, did_you_mean
from estatectl.domain.words import Words, same


def as_refusal(refused: click.ClickException) -> BadInput:
    """The same refusal with a code: unknown option 402, missing 403, bad value 404, no command 405, other 400."""
    ctx = refused.ctx if isinstance(refused, click.UsageError) else None
    hint = _see_help(ctx)
    match refused:
        case click.exceptions.NoArgsIsHelpError():
            words = Words(zh="缺少命令", en="missing command")
            return BadInput.one("EST-405", words, hint=hint)
        case click.NoSuchOption():
            words = Words(zh="没有“{name}”这个选项", en="no such option: {name}").fill(name=refused.option_name)
            return BadInput.one("EST-402", words, hint=_close_option(refused, ctx) or hint)
        case click.MissingParameter():
            return BadInput.one("EST-403", _missing(refused, ctx), hint=_choices(refused.param) or hint)
        case click.BadParameter():
            return BadInput.one("EST-404", same(refused.format_message()), hint=hint)
    return BadInput.one("EST-400", same(refused.format_message()), hint=hint)


def _missing(refused: click.MissingParameter, ctx: click.Context | None) -> Words:
    named = refused.param.get_error_hint(ctx) if refused.param is not None else refused.param_hint or "?"
    return Words(zh="缺少 {name}", en="missing {name}").fill(name=named)


def _choices(param: click.Parameter | None) -> Words | None:
    if param is None or not isinstance(param.type, click.Choice):
        return None
    return Words(zh="可选：{list}", en="one of: {list}").fill(list=", ".join(map(str, param.type.choices)))


def _close_option(refused: click.NoSuchOption, ctx: click.Context | None) -> Words | None:
    if ctx is None:
        return None
    names = [name for param in ctx.command.get_params(ctx) for name in param.opts if name.startswith("--")]
    return did_you_mean(refused.option_name, names)


def _see_help(ctx: click.Context | None) -> Words:
    path = ctx.command_path if ctx is not None else "estatectl"
    return Words(zh="用法见 {path} --help", en="see {path} --help").fill(path=path)
