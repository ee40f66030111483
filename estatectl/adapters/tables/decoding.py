"""Floor 3: the bytes of a bulk file as text, in the encodings that spreadsheets in China write."""

from __future__ import annotations

import codecs

from estatectl.domain.problems import BadInput, Place, Problem
from estatectl.domain.words import Words, same

_TRIED = ("utf-8-sig", "gb18030")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes, file: str, encoding: str | None) -> str:
    """The text in the encoding told, else in UTF-8 (with or without a mark), else in GB18030. Refuses others."""
    if encoding is not None:
        return _told(data, file, encoding)
    if data.startswith(_WIDE):
        return _told(data, file, "utf-16")
    for known in _TRIED:
        try:
            return data.decode(known)
        except UnicodeDecodeError:
            continue
    words = Words(zh="{file} 既不是 UTF-8 也不是 GB18030", en="{file} is neither UTF-8 nor GB18030")
    hint = Words(zh="用 --encoding 写明编码", en="name its encoding with --encoding")
    raise BadInput.one("EST-480", words.fill(file=same(file)), hint=hint)


def _told(data: bytes, file: str, encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        text = data.decode("utf-8-sig" if name == "utf-8" else name)
    except LookupError:
        words = Words(zh="没有叫“{name}”的编码", en="no encoding is called '{name}'").fill(name=same(encoding))
        hint = Words(zh="常用 utf-8、gb18030", en="usual ones: utf-8, gb18030")
        raise BadInput.one("EST-480", words, hint=hint) from None
    except UnicodeDecodeError as error:
        words = Words(zh="{file} 不是 {name}", en="{file} is not {name}").fill(file=same(file), name=same(encoding))
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInput([Problem("EST-480", words, Place(file, line))]) from None
    return text.removeprefix("\ufeff")
