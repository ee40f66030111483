"""Floor 5: what is done around a command: one at a time where two would be too many, a log and a note under --cron."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from estatectl.domain.problems import AlreadyDoing, EstateError, Refused
from estatectl.domain.running.jobs import BY_COMMAND, TICK, Job
from estatectl.domain.running.log_lines import figures_of, log_line, unfinished_line
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.cli.context import Session
    from estatectl.render.page import Page


@contextmanager
def alone(session: Session) -> Iterator[None]:
    """Keep a second run of the same job out. A second tick leaves at once, with 0: the first does its work; a second
    run of another job is refused. Whoever is killed leaves no lock behind, and the next run says so in the log."""
    job = BY_COMMAND.get(session.command)
    if job is None or not job.alone or session.premises.found is None:
        yield
        return
    note = f"{os.getpid()} {session.premises.told_now.isoformat(' ', 'seconds')}"
    with session.premises.lock(job.id, note) as lock:
        if not lock.held:
            raise _busy(job, lock.note)
        if lock.note:
            session.premises.log(unfinished_line(session.premises.told_now, job.command, lock.note))
        yield


def _busy(job: Job, note: str) -> EstateError:
    process, _, since = note.partition(" ")
    words = Words(
        zh="{command} 正在由另一个进程（{process}，{since} 起）执行",
        en="{command} is being done by another process ({process}, since {since})",
    ).fill(command=job.command, process=process or "?", since=since or "?")
    if job is TICK:
        return AlreadyDoing.one("EST-630", words)
    hint = Words(zh="等它做完；结果是一样的", en="wait for it to end: it does the same")
    return Refused.one("EST-630", words, hint=hint)


def keep_in_mind(session: Session, page: Page) -> None:
    """What a finished command leaves for the log."""
    session.ended = True
    session.figures = figures_of(page.data)
    session.problems.extend(page.problems)


def note_down(session: Session, status: int, seconds: float) -> int:
    """Write the log, and note when the job ran; the status to end with."""
    if session.premises.found is None:
        return status
    job = BY_COMMAND.get(session.command)
    if job is not None and not any(each.code == "EST-630" for each in session.problems):
        try:
            _note(session, job, status)
        except EstateError as refused:
            session.problems.extend(refused.problems)
            status = status or refused.exit_status
    line = log_line(
        session.premises.told_now,
        session.command or "?",
        status=status,
        seconds=seconds,
        figures=session.figures,
        problems=session.problems,
    )
    session.premises.log(line)
    return status


def _note(session: Session, job: Job, status: int) -> None:
    from estatectl.usecases.running.heartbeat import note_run

    premises = session.premises
    note_run(premises.journal, job.id, premises.now, status, ended=session.ended)
