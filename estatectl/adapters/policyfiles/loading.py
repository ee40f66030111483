"""Floor 3: from a policy folder to a bundle: from the compiled cache where it can, else examined from the text."""

from __future__ import annotations

from pathlib import Path

from estatectl.adapters.policyfiles import cache as compiled
from estatectl.adapters.policyfiles.sources import Sources, gather
from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import PolicyInvalid, Problem


def load_bundle(directory: Path, *, cache: Path | None = None) -> Bundle:
    """The policies of a folder. Raises `PolicyInvalid` with every problem of every file.

    `cache` is the folder where compiled policies are kept (None: nowhere). After the first time the compiled form is
    used, and neither yaml nor jsonschema is imported.
    """
    sources = gather(directory)
    if cache is None or sources.problems:
        return _examined(sources)
    found = compiled.cached(cache, sources, lambda: _examined(sources).documents)
    if found is None:
        found = _examined(sources)
        compiled.keep(cache, sources, found)
    return found


def check_directory(directory: Path) -> tuple[Problem, ...]:
    """Every problem of every file of a folder, by place; none when the policies hold together. Never uses the cache."""
    from estatectl.adapters.policyfiles.examining import examine  # noqa: PLC0415 yaml and jsonschema are slow to import

    return examine(gather(directory)).problems


def _examined(sources: Sources) -> Bundle:
    from estatectl.adapters.policyfiles.examining import examine  # noqa: PLC0415 the same

    examined = examine(sources)
    if examined.problems:
        raise PolicyInvalid(examined.problems)
    return examined.bundle
