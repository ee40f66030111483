"""Where notices leave the house: a file of JSON lines for other programs, or the terminal for a person."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import TextIO

from estatectl.domain.notices.message import Enclosed, Message
from estatectl.domain.words import Lang
from estatectl.usecases.delivery.ports import Undelivered
from estatectl.usecases.ports import Notice


class FileCarrier:
    """Appends one JSON line per notice. A line that is there already (the program was killed before it could note
    that) is not written again."""

    repeats_safely = True

    def __init__(self, path: Path) -> None:
        self._path = path

    def carry(self, messages: tuple[Message, ...]) -> None:
        """The lines are on the disk when this returns."""
        try:
            self._append([each for message in messages for each in message.notices])
        except OSError as failure:
            raise Undelivered(f"file:{failure.errno or 0}") from failure

    def _append(self, notices: list[Enclosed]) -> None:
        descriptor = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # nobody is taking texts out meanwhile
            there = _last_keys(descriptor)
            lines = [json.dumps(_plain(each), ensure_ascii=False) + "\n" for each in notices if each.key not in there]
            data = "".join(lines).encode()
            while data:
                data = data[os.write(descriptor, data) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_TAIL = 256 * 1024
"""How far back a line can lie that was written but not noted: much more than one batch."""


def _last_keys(descriptor: int) -> set[str]:
    """The keys of the last lines. A line cut short by a full disk or a kill is ended first, so that it stays alone."""
    size = os.fstat(descriptor).st_size
    start = max(size - _TAIL, 0)
    tail = os.pread(descriptor, size - start, start)
    if tail and not tail.endswith(b"\n"):
        os.write(descriptor, b"\n")
    found = set()
    for line in tail.split(b"\n")[1 if start else 0 :]:
        with suppress(ValueError, KeyError, TypeError):
            found.add(json.loads(line)["key"])
    return found


def forget_notices(path: Path, streams: Collection[str]) -> None:
    """Take the texts out of the notices about streams; every line stays where it is. A missing file has none."""
    if not streams or not path.exists():
        return
    with path.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        lines = [_without_text(line, streams) for line in file]
        file.seek(0)
        file.writelines(lines)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _without_text(line: str, streams: Collection[str]) -> str:
    try:
        notice = json.loads(line)
    except ValueError:  # cut short by a kill; who knows whom it was about
        return "\n"
    if notice["case"] not in streams:
        return line
    return json.dumps({**notice, "text_zh": "", "text_en": ""}, ensure_ascii=False) + "\n"


class TerminalNotifier:
    """Prints one line per notice."""

    def __init__(self, stream: TextIO, lang: Lang) -> None:
        self._stream, self._lang = stream, lang

    def deliver(self, notice: Notice) -> None:
        text = notice.text_zh if self._lang == "zh" else notice.text_en
        self._stream.write(f"{notice.case} → {notice.to_person or notice.to_post or '-'}: {text}\n")
        self._stream.flush()


def _plain(notice: Enclosed) -> dict[str, str | None]:
    return {
        "key": notice.key,
        "case": notice.case,
        "to_post": notice.to_post,
        "to_person": notice.to_person,
        "template": notice.template,
        "text_zh": notice.text_zh,
        "text_en": notice.text_en,
        "queued_at": notice.queued_at.astimezone(UTC).isoformat(),
    }
