"""Positioned trees from plain values, for models that are parsed from them."""

from __future__ import annotations

from typing import Any


def positioned(value: Any, line: int = 1) -> list[Any]:
    """A plain value as a tree in which everything stands in column 1 of its own line, counted from the top."""
    if isinstance(value, dict):
        return [
            line,
            1,
            {key: [*positioned(each, line + at), line + at, 1] for at, (key, each) in enumerate(value.items())},
        ]
    if isinstance(value, list):
        return [line, 1, [positioned(each, line + at) for at, each in enumerate(value)]]
    return [line, 1, value]
