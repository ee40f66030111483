"""Floor 2: looking at policies: what a set holds, which documents a kind has, and what an error code means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import BadInput, Place, did_you_mean
from estatectl.domain.tree import Node
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class Summary:
    """A sound policy set in figures: documents by kind, how many clauses are cited, and its digest."""

    kinds: Mapping[str, int]
    clauses: int
    digest: str

    @property
    def documents(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list."""

    id: str
    title: Words
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What an error code means: why it is refused, and what to write instead."""

    code: str
    title: Words
    meaning: Words
    mend: Words


def summarise(bundle: Bundle) -> Summary:
    """The set in figures. The charter's own numbering does not count as citing."""
    kinds = {kind: len(nodes) for kind, nodes in sorted(bundle.documents.items())}
    cited = {clause for kind, node in bundle.every() if kind != "charter" for clause in _cited(node)}
    return Summary(kinds, len(cited), bundle.digest)


def documents_of(bundle: Bundle, kind: str) -> tuple[Listed, ...]:
    """The documents of a kind, by id. Raises `BadInput` EST-440 where there is no such kind in the set."""
    return tuple(
        Listed(node.text("id"), node.words("title"), node.place)
        for node in sorted(_nodes(bundle, kind), key=lambda node: node.text("id"))
    )


def document(bundle: Bundle, kind: str, document_id: str) -> Node:
    """One document. Raises `BadInput` EST-440 for the kind, EST-441 for the id."""
    nodes = {node.text("id"): node for node in _nodes(bundle, kind)}
    if document_id not in nodes:
        words = Words(zh="{kind} 细则里没有“{id}”", en="there is no {kind} '{id}'").fill(kind=kind, id=document_id)
        raise BadInput.one("EST-441", words, hint=did_you_mean(document_id, nodes))
    return nodes[document_id]


def explanation(book: Mapping[str, Explanation], typed: str) -> Explanation:
    """What a code means, however it was typed (`EST-112`, `est112`, `112`). Raises `BadInput` EST-442."""
    digits = typed.strip().upper().removeprefix("EST").lstrip("-_ ")
    code = f"EST-{digits}"
    if code not in book:
        words = Words(zh="没有错误代码“{code}”", en="there is no error code '{code}'").fill(code=typed.strip())
        hint = did_you_mean(code, book) if digits.isdigit() else None
        more = Words(
            zh="错误代码写作 EST-112；查看一件事项用 estatectl request explain 编号",
            en="a code is written EST-112; to explain a case: estatectl request explain ID",
        )
        raise BadInput.one("EST-442", words, hint=hint or more)
    return book[code]


def _nodes(bundle: Bundle, kind: str) -> tuple[Node, ...]:
    if kind not in bundle.documents:
        words = Words(zh="没有叫“{kind}”的细则种类", en="there is no kind of policy called '{kind}'").fill(kind=kind)
        raise BadInput.one("EST-440", words, hint=did_you_mean(kind, bundle.documents))
    return bundle.documents[kind]


def _cited(node: Node) -> Iterator[str]:
    """Every clause that a document says it carries out."""
    if node.is_mapping:
        for key, child in node.items():
            if key in ("clauses", "clause") and not child.is_mapping:
                yield from node.texts(key)
            else:
                yield from _cited(child)
    elif node.is_sequence:
        for child in node.each():
            yield from _cited(child)
