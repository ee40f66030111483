"""Floor 3: a policy document as an indented outline, in one language, without YAML's marks."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.tree import Node
from estatectl.domain.words import Lang


def outline(node: Node, lang: Lang) -> list[str]:
    """The lines of a document or a part of it; a text in both languages is shown in one."""
    return list(_lines(node, lang, 0))


def _lines(node: Node, lang: Lang, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if node.is_mapping:
        for key, child in node.items():
            short = _short(child, lang)
            yield f"{indent}{key}: {short}" if short is not None else f"{indent}{key}:"
            if short is None:
                yield from _lines(child, lang, depth + 1)
    elif node.is_sequence:
        for child in node.each():
            short = _short(child, lang)
            if short is not None:
                yield f"{indent}- {short}"
                continue
            first, *rest = list(_lines(child, lang, depth + 1)) or [""]
            yield f"{indent}- {first.lstrip()}"
            yield from rest


def _short(node: Node, lang: Lang) -> str | None:
    """What fits behind a key: a scalar, a text in both languages, a list of scalars."""
    if node.is_mapping:
        return node.text(lang) if {key for key, _ in node.items()} == {"zh", "en"} else None
    if node.is_sequence:
        children = list(node.each())
        if any(child.is_mapping or child.is_sequence for child in children):
            return None
        return ", ".join(_scalar(child) for child in children) or "-"
    return _scalar(node)


def _scalar(node: Node) -> str:
    return str(node.value).lower() if isinstance(node.value, bool) else str(node.value)
