"""Floor 4: laying out an estate directory, and the one that the demo plays in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from estatectl.wiring.places import packaged


def found_estate(directory: Path) -> None:
    """Make an estate directory with an empty journal, all or nothing: its policies are proved sound first."""
    from estatectl.adapters.channels.secrets import lay_out_secrets
    from estatectl.adapters.estates import JOURNAL, cache_directory, lay_out, refuse_taken
    from estatectl.adapters.policyfiles.loading import load_bundle
    from estatectl.adapters.sqlite.journal import SqliteJournal

    refuse_taken(directory)
    load_bundle(packaged("policies"), cache=cache_directory(os.environ))
    lay_out(directory, policies=packaged("policies"), schemas=packaged("schemas"))
    lay_out_secrets(directory)
    SqliteJournal.open(str(directory / JOURNAL), create=True).close()


def write_files(directory: Path, files: Mapping[str, str]) -> None:
    """Write files by their names below an estate directory, over what stood there."""
    from estatectl.adapters.estates import write_files as write

    write(directory, files)


def fresh_demo(directory: Path) -> None:
    """Make room for a demo estate: one that an earlier demo made is removed, anything else is left to be refused."""
    from estatectl.adapters.estates import remove_demo

    remove_demo(directory)


def mark_demo(directory: Path) -> None:
    """Note that an estate directory is a demo's, so that the next one may replace it."""
    from estatectl.adapters.estates import mark_demo as mark

    mark(directory)
