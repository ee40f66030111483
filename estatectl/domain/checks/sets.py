"""The policy set as a whole: the documents that must be there exactly once, and ids used twice."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import SINGLE, Bundle
from estatectl.domain.problems import Place, Problem
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same


def check_single_kinds(bundle: Bundle) -> Iterator[Problem]:
    """EST-302, EST-303: estate, charter, organisation and site are each written once."""
    for kind in SINGLE:
        nodes = bundle.documents.get(kind, ())
        if not nodes and kind not in bundle.unsound:
            words = Words(zh="缺少 {kind} 细则", en="there is no '{kind}' document").fill(kind=kind)
            hint = Words(
                zh="新建 {kind}.yaml，首行写 kind: {kind}；格式见 estatectl policy schema {kind}",
                en="add {kind}.yaml that begins with kind: {kind}; its form: estatectl policy schema {kind}",
            ).fill(kind=kind)
            yield Problem("EST-302", words, None, hint)
        for extra in nodes[1:]:
            words = Words(zh="{kind} 细则只能有一份", en="there may be only one '{kind}' document").fill(kind=kind)
            hint = Words(zh="已有一份：{place}", en="the first is {place}").fill(place=same(str(_id_place(nodes[0]))))
            yield Problem("EST-303", words, _id_place(extra), hint)


def check_repeated_ids(bundle: Bundle) -> Iterator[Problem]:
    """EST-301: within a kind every id names one document."""
    first: dict[tuple[str, str], Node] = {}
    for kind, node in bundle.every():
        held = first.setdefault((kind, node.text("id")), node)
        if held is not node and kind not in SINGLE:
            words = Words(zh="{kind} 的标识“{id}”用了两次", en="the {kind} id '{id}' is used twice")
            hint = Words(zh="先用的一处：{place}；请改其中一个", en="first used at {place}; rename one of them")
            yield Problem(
                "EST-301",
                words.fill(kind=kind, id=node.text("id")),
                _id_place(node),
                hint.fill(place=same(str(_id_place(held)))),
            )


def _id_place(node: Node) -> Place:
    written = node.get("id")
    return node.place if written is None else written.place
