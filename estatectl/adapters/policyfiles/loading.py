"""Floor 3: from a policy folder to a bundle: from the compiled cache where it can, else examined from the text."""

from __future__ import annotations

from pathlib import Path

from estatectl.adapters.policyfiles import cache
from estatectl.adapters.policyfiles.sources import Sources, gather
from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import PolicyInvalid, Problem


def load_bundle(directory: Path) -> Bundle:
    """The policies of a folder. Raises `PolicyInvalid` with every problem of every file.

    After the first time the compiled form is used, and neither yaml nor jsonschema is imported.
    """
    sources = gather(directory)
    if not sources.problems:
        found = cache.cached(sources, lambda: _examined(sources).documents)
        if found is not None:
            return found
    bundle = _examined(sources)
    cache.keep(sources, bundle)
    return bundle


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
