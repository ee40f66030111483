"""Where notices leave the house: a file of JSON lines for other programs, or the terminal for a person."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Collection
from datetime import UTC
from pathlib import Path
from typing import TextIO

from estatectl.domain.words import Lang
from estatectl.usecases.ports import Notice


class FileNotifier:
    """Appends one JSON line per notice. A notice that may come twice has the same `key` both times."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def deliver(self, notice: Notice) -> None:
        """The line is on the disk when this returns."""
        line = json.dumps(_plain(notice), ensure_ascii=False) + "\n"
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # nobody is taking texts out meanwhile
            # One write, so that two processes never mix their lines.
            os.write(descriptor, line.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


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
    notice = json.loads(line)
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


def _plain(notice: Notice) -> dict[str, str | None]:
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
