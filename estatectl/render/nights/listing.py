"""The controls as a list."""

from __future__ import annotations

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import SEVERITY_WORDS, Control
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed
from estatectl.render.nights.pages import post_titles
from estatectl.render.page import Line, Page, Table


def controls_page(bundle: Bundle, controls: tuple[Control, ...]) -> Page:
    """One line for each control; status 1 where there is none: nothing would be checked."""
    columns = (
        Words(zh="控制点", en="control"),
        Words(zh="要求", en="what it says"),
        Words(zh="针对", en="over"),
        Words(zh="程度", en="severity"),
        Words(zh="由谁负责", en="who answers"),
        Words(zh="条款", en="clauses"),
    )
    rows = tuple(
        (
            same(each.id),
            each.title,
            same(f"{each.over.kind.value}: {', '.join(each.over.names) or 'all'}"),
            SEVERITY_WORDS[each.severity],
            listed(post_titles(bundle, each.answers)),
            same(" ".join(each.clauses)),
        )
        for each in controls
    )
    count = Words(zh="共 {n} 个控制点", en="{n} controls").fill(n=len(controls))
    blocks = (Table(columns, rows, wrap=frozenset({1, 2, 4, 5})), Line(count, "plain" if controls else "bad"))
    return Page(blocks, {"controls": [_data(each) for each in controls]}, status=0 if controls else 1)


def _data(control: Control) -> dict[str, object]:
    return {
        "id": control.id,
        "title": control.title,
        "over": {control.over.kind.value: list(control.over.names) or "all"},
        "severity": control.severity.value,
        "answers": list(control.answers),
        "clauses": list(control.clauses),
        "source": control.source,
        "place": f"{control.place.file}:{control.place.line}",
    }
