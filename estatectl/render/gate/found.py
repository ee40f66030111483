"""What registers said of a case, as whoever stands at the gate reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from estatectl.domain.bundle import Bundle
from estatectl.domain.entries import Entry
from estatectl.domain.words import Words, same
from estatectl.render.case_words import value_words
from estatectl.render.page import Line
from estatectl.usecases.viewing import CaseView

_LAPSED = Words(zh="{register} {line} 不在有效期内", en="{register}: {line} is not valid today")
_FOUND = Words(zh="{register} {line}", en="{register}: {line}")
_SAID = Words(zh="{says}（{line}）", en="{says} ({line})")


def looked_up_lines(bundle: Bundle, view: CaseView, entries: Iterable[Entry]) -> list[Line]:
    """One line for every line of a register that was found, with its number; warnings stand out."""
    notes: list[Mapping[str, Any]] = []
    for entry in entries:
        held: Any = entry.data.get("looked_up")
        notes += held or ()
    return [line for note in notes if (line := _line(bundle, view, note)) is not None]


def _line(bundle: Bundle, view: CaseView, note: Mapping[str, Any]) -> Line | None:
    register = bundle.registers.get(str(note["register"]))
    asked = view.workflow.looks_up[int(note["n"])] if int(note["n"]) < len(view.workflow.looks_up) else None
    if register is None or asked is None or asked.register != register.id:
        return None
    number = same(str(note["line"]))
    if not note["counts"]:
        # An old warning is no warning; a pass that is over is why somebody is not let straight in.
        return None if asked.warns else Line(_LAPSED.fill(register=register.title, line=number), "soon")
    if asked.says is None:
        return Line(_FOUND.fill(register=register.title, line=number), "bad" if asked.warns else "good")
    said: dict[str, Words] = dict.fromkeys(view.workflow.fields, same(""))
    for name, value in view.case.values.items():
        said[name] = value_words(bundle, view.workflow, name, value)
    said |= {"id": same(view.case.id), "summary": same(""), "stage": view.workflow.stage(view.case.stage).title}
    return Line(_SAID.fill(says=asked.says.fill(**said), line=number), "bad" if asked.warns else "good")
