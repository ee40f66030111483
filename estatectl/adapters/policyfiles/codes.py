"""Floor 3: the book of error codes that ships with the schemas."""

from __future__ import annotations

from collections.abc import Mapping

from estatectl.adapters.policyfiles.characters import decoded
from estatectl.adapters.policyfiles.reading import read_document
from estatectl.adapters.policyfiles.schemas import schema_folder
from estatectl.domain.problems import PolicyInvalid, Problem
from estatectl.usecases.policies import Explanation


def code_book() -> Mapping[str, Explanation]:
    """Every registered code, in order. Raises `PolicyInvalid` where a file of the book is itself misspelt."""
    book: dict[str, Explanation] = {}
    for path in sorted((schema_folder() / "codes").glob("*.yaml")):
        text = decoded(path.read_bytes(), str(path))
        if isinstance(text, Problem):
            raise PolicyInvalid([text])
        reading = read_document(text, str(path))
        if reading.node is None or reading.problems:
            raise PolicyInvalid(reading.problems)
        for code, node in reading.node.items():
            book[code] = Explanation(
                code=code, title=node.words("title"), meaning=node.words("meaning"), mend=node.words("mend")
            )
    return book
