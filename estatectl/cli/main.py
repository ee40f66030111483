"""Floor 5: from argv to exit status, in one place."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from estatectl.cli.context import Session
from estatectl.cli.early import first_look
from estatectl.cli.language import speak
from estatectl.cli.streams import open_streams, settle_streams
from estatectl.domain.problems import EstateError, Problem
from estatectl.domain.words import Words

CLEAN, FINDINGS, USAGE, POLICY, DATA, NOTHING, CRASH, INTERRUPTED = 0, 1, 2, 3, 4, 5, 70, 130


def run(argv: Sequence[str]) -> int:
    """Carry out one command line and return its exit status. Raises nothing."""
    open_streams()
    early = first_look(argv, os.environ)
    speak(early.lang)

    session = Session.from_environment(os.environ, lang=early.lang, format=early.format, debug=early.debug)
    if early.directory is not None:
        session.set(directory=Path(early.directory))
    try:
        return _noted(argv, session)
    except BrokenPipeError:
        return CLEAN
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        settle_streams()


def _noted(argv: Sequence[str], session: Session) -> int:
    """Carry it out; under --cron, write the log and note the run, whatever came of it."""
    began = time.monotonic()
    status = _guarded(lambda: _carried_out(argv, session), session)
    if not session.cron:
        return status
    from estatectl.cli.clocked import note_down

    return _guarded(lambda: note_down(session, status, time.monotonic() - began), session)


def _carried_out(argv: Sequence[str], session: Session) -> int:
    import click

    from estatectl.cli.root import ROOT

    if instruction := os.environ.get("_ESTATECTL_COMPLETE"):
        from estatectl.cli.completion import complete

        return complete(instruction, session)
    try:
        with ROOT.make_context("estatectl", list(argv), obj=session) as ctx:
            page = ROOT.invoke(ctx)
    except click.exceptions.Exit as leave:
        sys.stdout.flush()
        return leave.exit_code
    except click.Abort as abort:
        raise KeyboardInterrupt from abort
    except click.ClickException as refused:
        from estatectl.cli.usage import as_refusal

        raise as_refusal(refused) from refused
    if page is None:
        session.ended = True
        return CLEAN
    if session.cron:
        from estatectl.cli.clocked import keep_in_mind

        keep_in_mind(session, page)
    from estatectl.cli.output import show

    show(page, session)
    return int(page.status)


def _guarded(work: Callable[[], int], session: Session) -> int:
    try:
        return work()
    except EstateError as refused:
        if refused.exit_status == CLEAN and session.quiet:  # nothing that cron should write a mail about
            session.problems.extend(refused.problems)
        else:
            _refuse(refused.problems, session)
        return refused.exit_status
    except KeyboardInterrupt:
        _refuse([Problem("EST-409", Words(zh="已中断", en="interrupted"))], session)
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as failure:
        _refuse([_machine_said(failure)], session)
        return DATA
    except Exception as bug:  # the last line of defence: nobody at the desk reads a traceback
        return _crashed(bug, session)


def _refuse(problems: Iterable[Problem], session: Session) -> None:
    from estatectl.cli.output import refuse

    told = tuple(problems)
    session.problems.extend(told)
    refuse(told, session)


def _machine_said(failure: OSError) -> Problem:
    words = Words(zh="系统拒绝了读写：{reason}{where}", en="the machine refused: {reason}{where}")
    where = f": {failure.filename}" if failure.filename else ""
    return Problem("EST-719", words.fill(reason=failure.strerror or str(failure), where=where))


def _crashed(bug: Exception, session: Session) -> int:
    words = Words(zh="程序内部出错：{what}", en="the program failed: {what}").fill(what=f"{type(bug).__name__}: {bug}")
    hint = Words(zh="加上 --debug 再运行一次，把结果发给维护者", en="run again with --debug and send us what it prints")
    if session.debug:
        import traceback

        traceback.print_exception(bug)
    _refuse([Problem("EST-700", words, hint=hint)], session)
    return CRASH
