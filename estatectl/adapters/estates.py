"""Floor 3: estate directories: finding the one at hand, laying out a new one, and where compiled policies are kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from estatectl.domain.problems import BadInput
from estatectl.domain.running.jobs import BACKUPS, REPORTS
from estatectl.domain.words import Words

POLICIES, SCHEMAS, JOURNAL, OUTBOX, CRON = "policies", "schemas", "journal.sqlite", "outbox", "cron"
RUN, LOG = "run", "log/estatectl.log"
_MARK = Path(POLICIES, "estate.yaml")


def find_estate(told: Path | None, here: Path) -> Path | None:
    """The directory that was named, or the nearest one at or above `here` that holds an estate; else None.

    A named directory that holds no estate is refused: it is a slip, and working elsewhere would be worse.
    """
    if told is None:
        return next((place for place in (here, *here.parents) if _is_estate(place)), None)
    directory = told.expanduser().absolute()
    if (directory / _MARK).is_file():
        return directory
    if not directory.is_dir():
        words = Words(zh="没有目录 {path}", en="there is no directory {path}").fill(path=directory)
        raise BadInput.one("EST-704", words, hint=MAKE_ONE)
    words = Words(zh="{path} 不是小区目录：缺少 {mark}", en="{path} is not an estate directory: it has no {mark}")
    raise BadInput.one("EST-705", words.fill(path=directory, mark=_MARK), hint=MAKE_ONE)


def _is_estate(place: Path) -> bool:
    # Policies alone are no estate: a checkout of the program has them too.
    return (place / _MARK).is_file() and (place / JOURNAL).is_file()


MAKE_ONE = Words(
    zh="用 estatectl init 目录 新建，或用 --dir 指明已有的小区目录",
    en="make one with: estatectl init DIR, or name an existing one with --dir",
)


def no_estate(here: Path) -> BadInput:
    """What to say where an estate is needed and none is at hand."""
    words = Words(zh="{path} 及其上级都不是小区目录", en="neither {path} nor a directory above it is an estate")
    return BadInput.one("EST-701", words.fill(path=here), hint=MAKE_ONE)


def lay_out(directory: Path, *, policies: Path, schemas: Path) -> None:
    """Make an estate directory: policies to edit, schemas for editors, and room for notices, reports and copies.

    Refuses a place where anything is already, and leaves it as it was.
    """
    refuse_taken(directory)
    directory.mkdir(parents=True, exist_ok=True)
    shutil.copytree(policies, directory / POLICIES)
    (directory / SCHEMAS).mkdir()
    for schema in sorted(schemas.glob("*.schema.json")):
        shutil.copyfile(schema, directory / SCHEMAS / schema.name)
    for name in (OUTBOX, REPORTS, BACKUPS):
        (directory / name).mkdir()
    (directory / BACKUPS).chmod(0o700)  # copies of the journal hold what it holds of people


def write_files(directory: Path, files: Mapping[str, str]) -> None:
    """Write texts by their names below a directory, over what stood there."""
    for name, text in files.items():
        target = directory / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def refuse_taken(directory: Path) -> None:
    """Refuse a place where anything is already."""
    if directory.is_dir():
        found = sorted(os.listdir(directory))
        if found:
            words = Words(zh="{path} 不是空目录（里面有 {name}）", en="{path} is not empty: it holds {name}").fill(
                path=directory, name=found[0]
            )
            hint = Words(zh="换一个新目录；已有的内容一概不动", en="name a new directory; nothing there was touched")
            raise BadInput.one("EST-702", words, hint=hint)
    elif directory.exists() or directory.is_symlink():
        words = Words(zh="{path} 是文件，不是目录", en="{path} is a file, not a directory").fill(path=directory)
        raise BadInput.one("EST-703", words, hint=Words(zh="换一个目录名", en="name another directory"))


def cache_directory(env: Mapping[str, str]) -> Path | None:
    """Where compiled policies are kept: under XDG_CACHE_HOME, else ~/.cache; None where nothing can be written."""
    base = env.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    directory = Path(base) / "estatectl"
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return directory if os.access(directory, os.W_OK) else None


_DEMO_MARK = ".estatectl-demo"


def mark_demo(directory: Path) -> None:
    """Note that an estate was made by the demo, to be made anew by the next one."""
    (directory / _DEMO_MARK).write_text("made by `estatectl demo`, which replaces this directory\n", encoding="utf-8")


def remove_demo(directory: Path) -> None:
    """Remove a directory that an earlier demo made; any other is left alone."""
    if (directory / _DEMO_MARK).is_file() and not directory.is_symlink():
        shutil.rmtree(directory)
