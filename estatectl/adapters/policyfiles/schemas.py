"""Floor 3: the JSON Schemas that ship with the program: one per kind, and the parts that they share."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import estatectl

SUFFIX = ".schema.json"
COMMON = "common"


def schema_folder() -> Path:
    """Inside the wheel, or beside the package in a checkout."""
    package = Path(estatectl.__file__).resolve().parent
    shipped = package / "_bundle" / "schemas"
    return shipped if shipped.is_dir() else package.parent / "schemas"


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of policy that there are, in alphabetical order."""
    names = (path.name.removesuffix(SUFFIX) for path in schema_folder().glob(f"*{SUFFIX}"))
    return tuple(sorted(name for name in names if name != COMMON))


@cache
def schema_text(kind: str) -> str:
    """The schema of a kind, as the file has it. The kind must be one of `kinds()` or `common`."""
    return (schema_folder() / f"{kind}{SUFFIX}").read_text(encoding="utf-8")


@cache
def schema_of(kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(schema_text(kind))
    return schema
