"""Floor 3: a whole bundle as bytes, which the journal keeps: a decision is re-derived under the policies of its day."""

from __future__ import annotations

import json
import zlib

from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import DataBroken
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

FORMAT = 1


def bundle_to_bytes(bundle: Bundle) -> bytes:
    """The documents with their places, compressed; the same bundle gives the same bytes."""
    documents = {kind: [[node.file, node.raw] for node in bundle.documents[kind]] for kind in sorted(bundle.documents)}
    content = {"format": FORMAT, "digest": bundle.digest, "documents": documents}
    return zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def bundle_from_bytes(content: bytes) -> Bundle:
    """The bundle that `bundle_to_bytes` wrote. Raises `DataBroken` EST-590 where it is not one."""
    try:
        read = json.loads(zlib.decompress(content))
        documents = {kind: tuple(Node(file, raw) for file, raw in nodes) for kind, nodes in read["documents"].items()}
        return {FORMAT: Bundle.of(read["digest"], documents)}[read["format"]]
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        words = Words(zh="日志里保存的细则读不出来", en="the policies kept in the journal cannot be read")
        hint = Words(
            zh="运行 estatectl journal verify 查找损坏处", en="run estatectl journal verify to find the damage"
        )
        raise DataBroken.one("EST-590", words, hint=hint) from error
