"""Floor 3: a page as one JSON document: the same bytes for the same result."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import Enum
from pathlib import PurePath

from estatectl.domain.problems import Problem
from estatectl.domain.words import Lang, Words
from estatectl.render.page import Page


def page_json(page: Page, lang: Lang, zone: tzinfo | None = None) -> str:
    """`ok` (status 0), `problems`, and the page's data; keys sorted, instants ISO with offset in the estate's zone."""
    document = {**page.data, "ok": page.status == 0, "problems": [problem_data(p) for p in page.problems]}
    return _dumped(document, lang, zone)


def refusal_json(problems: Iterable[Problem], lang: Lang) -> str:
    """The document of a command that could not do what it was asked."""
    return _dumped({"ok": False, "problems": [problem_data(problem) for problem in problems]}, lang, None)


def problem_data(problem: Problem) -> dict[str, object]:
    """`code`, `message`, `hint` and `place` (`file`, `line`, `col`), the last two null where there is none."""
    place = problem.place
    return {
        "code": problem.code,
        "message": problem.words,
        "hint": problem.hint,
        "place": None if place is None else {"file": place.file, "line": place.line, "col": place.col},
    }


def _dumped(document: object, lang: Lang, zone: tzinfo | None) -> str:
    return json.dumps(_plain(document, lang, zone), ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def _plain(value: object, lang: Lang, zone: tzinfo | None) -> object:
    match value:
        case None | bool() | int() | str() if not isinstance(value, Enum):
            return value
        case Words():
            return value.of(lang)
        case datetime():
            return (value.astimezone(zone) if zone else value).isoformat()
        case date():
            return value.isoformat()
        case timedelta():
            return int(value.total_seconds())
        case Decimal() | PurePath():
            return str(value)
        case Enum():
            return _plain(value.value, lang, zone)
        case Mapping():
            return {str(key): _plain(inner, lang, zone) for key, inner in value.items()}
        case set() | frozenset():
            return sorted(str(inner) for inner in value)
        case Iterable():
            return [_plain(inner, lang, zone) for inner in value]
    raise TypeError(f"a page's data cannot hold {type(value).__name__}")
