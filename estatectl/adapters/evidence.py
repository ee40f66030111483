"""Evidence files: kept as digests, so that what was signed can be proved later without keeping a copy."""

from __future__ import annotations

import hashlib
from pathlib import Path

from estatectl.domain.problems import BadInput
from estatectl.domain.words import Words


def digest_of(path: str) -> str:
    """`sha256:` and the digest of a file's bytes. Refuses a file that is missing, empty or unreadable (EST-456)."""
    try:
        with Path(path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as error:
        words = Words(zh="读不了证据文件 {path}：{why}", en="cannot read the evidence file {path}: {why}")
        raise BadInput.one("EST-456", words.fill(path=path, why=error.strerror or error)) from error
    if size == 0:
        words = Words(zh="证据文件 {path} 是空的", en="the evidence file {path} is empty")
        raise BadInput.one("EST-456", words.fill(path=path))
    return f"sha256:{digest}"
