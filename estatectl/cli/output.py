"""Floor 5: the two streams: stdout for the result, stderr for everything else; neither ever crashes the command."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import IO

from estatectl.cli.context import Session
from estatectl.domain.problems import Problem
from estatectl.render.look import Look
from estatectl.render.page import Page


def wants_colour(stream: IO[str], env: Mapping[str, str]) -> bool:
    """FORCE_COLOR, then NO_COLOR and TERM=dumb, then whether it is a terminal."""
    if env.get("NO_COLOR"):
        return False
    if env.get("FORCE_COLOR"):
        return True
    return env.get("TERM") != "dumb" and stream.isatty()


def columns_of(env: Mapping[str, str]) -> int:
    """The terminal's width; a pipe has room for long lines."""
    told = env.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        return max(int(told), 20)
    return max(shutil.get_terminal_size().columns, 20) if sys.stdout.isatty() else 200


def look_of(session: Session, stream: IO[str]) -> Look:
    """How this session's texts are to be shown on a stream."""
    zone, now = session.clock_if_known()
    return Look(
        lang=session.lang,
        now=now,
        zone=zone,
        columns=columns_of(os.environ),
        colour=wants_colour(stream, os.environ),
    )


def show(page: Page, session: Session) -> None:
    """Write a result to stdout, and the findings beside it to stderr."""
    if session.format == "json":
        from estatectl.render.json import page_json

        zone, _ = session.clock_if_known()
        sys.stdout.write(page_json(page, session.lang, zone))
    else:
        from estatectl.render.text import page_text

        sys.stdout.write(page_text(page, look_of(session, sys.stdout)))
        if page.problems:
            sys.stdout.flush()
            tell(page.problems, session)
    sys.stdout.flush()


def refuse(problems: Iterable[Problem], session: Session) -> None:
    """Say why nothing was done: the document on stdout under JSON, else text on stderr."""
    if session.format == "json":
        from estatectl.render.json import refusal_json

        sys.stdout.write(refusal_json(problems, session.lang))
        sys.stdout.flush()
    else:
        tell(problems, session)


def tell(problems: Iterable[Problem], session: Session) -> None:
    """Problems as text on stderr."""
    from estatectl.render.problems import problem_lines
    from estatectl.wiring.documents import source_line

    lines = problem_lines(tuple(problems), session.lang, source_line)
    sys.stderr.write("\n".join(lines) + "\n")
    sys.stderr.flush()
