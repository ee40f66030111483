"""Floor 3: one policy document by itself, outside the bundle: a file in the hand, or a JSON object."""

from __future__ import annotations

from estatectl.adapters.policyfiles.checking import check_shape
from estatectl.adapters.policyfiles.reading import read_document
from estatectl.domain.problems import PolicyInvalid
from estatectl.domain.tree import Node


def read_single(text: str, file: str) -> Node:
    """The document of a text, its shape checked against the kind it names; all problems at once where it has any."""
    reading = read_document(text, file)
    problems = list(reading.problems)
    if reading.node is not None and reading.sound_shape:
        problems += check_shape(reading.node, text).problems
    if problems or reading.node is None:
        raise PolicyInvalid(problems)
    return reading.node
