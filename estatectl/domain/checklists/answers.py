"""Reading the answers on a checklist: text as typed becomes a value of the kind that the item asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from estatectl.domain.words import Words

Value = str | bool | Decimal

_YES_NO = dict.fromkeys(("yes", "y", "true", "是", "有", "已", "对", "√", "✓"), True) | dict.fromkeys(
    ("no", "n", "false", "否", "无", "未", "不是", "没有", "×", "✗"), False
)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_TIME = re.compile(r"(?:\d{4}-\d{2}-\d{2}[T ])?(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-]\d{2}:\d{2})?")

ANSWER_FORMS: Mapping[str, Words] = {
    "yes_no": Words(zh="填 是 或 否（yes / no）", en="write yes or no"),
    "choice": Words(zh="从选项中选一项", en="choose one of the options"),
    "number": Words(zh="填数字，如 0.35", en="write a number such as 0.35"),
    "count": Words(zh="填个数，如 3", en="write a whole number such as 3"),
    "text": Words(zh="填文字", en="write a text"),
    "photo": Words(zh="附上照片", en="attach a photo"),
    "signature": Words(zh="附上签字单的照片或扫描件", en="attach a photo or scan of the signed sheet"),
    "time": Words(zh="填时间，如 14:30", en="write a time such as 14:30"),
}
"""How to answer an item of each kind."""


def read_answer(kind: str, choices: Mapping[str, Words], answer: str) -> Value | None:
    """The value of an answer, or None where it cannot be read as `kind`.

    A choice is its id, whichever of id and titles was typed. Photos and signatures are the digests of the files
    (`sha256:` and 64 hexadecimal digits; several photos with commas between).
    """
    text = answer.strip()
    match kind:
        case "yes_no":
            return _YES_NO.get(text.lower())
        case "choice":
            return next((name for name, title in choices.items() if text in (name, title.zh, title.en)), None)
        case "number" | "count":
            return _number(text, whole=kind == "count")
        case "photo" | "signature":
            digests = [part.strip() for part in text.split(",")]
            return text if all(_DIGEST.fullmatch(digest) for digest in digests) else None
        case "time":
            return text if _TIME.fullmatch(text) else None
        case _:
            return text or None


def _number(text: str, *, whole: bool) -> Decimal | None:
    """A finite decimal number; a count is whole and not negative."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite() or (whole and (value < 0 or value != value.to_integral_value())):
        return None
    return value
