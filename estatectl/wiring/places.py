"""Floor 4: where the files are that came with the program."""

from __future__ import annotations

from pathlib import Path


def packaged(kind: str) -> Path:
    """The `policies` or `schemas` that came with the program: in the wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_bundle" / kind
    return shipped if shipped.is_dir() else package.parent / kind


def sample(name: str) -> Path:
    """A file of the sample estate, such as `staff.csv`."""
    return Path(__file__).resolve().parent.parent / "sample" / name
