"""Reading the answers on a checklist: text as typed becomes a value of the kind that the item asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from estatectl.domain.checklists.limits import Measure
from estatectl.domain.checklists.typed_text import half_width
from estatectl.domain.words import Words

Value = str | bool | Measure

_YES_NO = dict.fromkeys(("yes", "y", "true", "是", "是的", "有", "已", "对", "√", "✓"), True) | dict.fromkeys(
    ("no", "n", "none", "false", "否", "无", "未", "不", "没", "不是", "没有", "×", "✗"), False
)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_TIME = re.compile(r"(?:\d{4}-\d{2}-\d{2}[T ])?(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)

ANSWER_FORMS: Mapping[str, Words] = {
    "yes_no": Words(zh="填 是 或 否（yes / no）", en="write yes or no"),
    "choice": Words(zh="从选项中选一项", en="choose one of the options"),
    "number": Words(zh="填数字，如 0.35", en="write a number such as 0.35"),
    "count": Words(zh="填个数，如 3", en="write a whole number such as 3"),
    "score": Words(zh="填得分，如 8.5", en="write the points, such as 8.5"),
    "text": Words(zh="填文字", en="write a text"),
    "photo": Words(zh="附上照片", en="attach a photo"),
    "file": Words(zh="附上文件", en="attach a file"),
    "signature": Words(zh="附上签字单的照片或扫描件", en="attach a photo or scan of the signed sheet"),
    "time": Words(zh="填时间，如 14:30", en="write a time such as 14:30"),
}
"""How to answer an item of each kind."""


def read_answer(kind: str, choices: Mapping[str, Words], answer: str) -> str | bool | None:
    """The value of an answer, or None where it cannot be read as `kind`; numbers are read by a `Scale`.

    A choice is its id, whichever of id and titles was typed. Photos, files and signatures are the digests of the
    files (`sha256:` and 64 hexadecimal digits; several with commas between).
    """
    text = answer.strip()
    match kind:
        case "yes_no":
            return _YES_NO.get(half_width(text).lower())
        case "choice":
            return chosen(choices, text)
        case "photo" | "file" | "signature":
            digests = [part.strip() for part in half_width(text).split(",")]
            return ",".join(digests) if all(_DIGEST.fullmatch(digest) for digest in digests) else None
        case "time":
            time = re.sub(r"(?:(?<=^)|(?<=[T ]))(?=\d:)", "0", half_width(text), flags=re.ASCII)
            return time if _TIME.fullmatch(time) else None
        case _:
            return text or None


def chosen(choices: Mapping[str, Words], text: str) -> str | None:
    """The choice that a text names by its id or by either title."""
    plain = _plain(text)
    exact = (name for name, title in choices.items() if text in (name, title.zh, title.en))
    alike = (name for name, title in choices.items() if plain in map(_plain, (name, title.zh, title.en)))
    return next(exact, None) or next(alike, None)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", half_width(text)).casefold()
