"""Reading an address as people write it: building, unit and room out of Chinese, English or bare numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from estatectl.domain.lexicon.normalising import normalise

_DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    **{char: value for value, char in enumerate("一二三四五六七八九", 1)},
    "两": 2,
    "壹": 1,
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "".join([*_DIGITS, *_TENS])
_COUNTED = re.compile(rf"((?<=负)[{_NUMERAL}]+|[{_NUMERAL}]+(?=\s*(?:栋|幢|座|号|单元|梯|室|房|户|楼|层|期|#|-|$)))")

_BUILDING = re.compile(
    r"(?<![\d-])(?P<zh>\d{1,3})\s*(?:号楼|栋|幢|座|#楼|#)|\b(?:building|bldg|block|blk|tower)\.?\s*(?:no\.?\s*)?#?(?P<en>\d{1,3})\b"
    r"|\bb(?P<b>\d{1,3})(?=[\s,]*(?:unit|room|apt|flat|\d+\s*单元))"
)
_UNIT = re.compile(r"(?<!\d)(?P<zh>\d{1,2})\s*(?:单元|梯)|\bunit\s*(?:no\.?\s*)?#?(?P<en>\d{1,2})(?!\d)")
_ROOM = re.compile(
    r"(?<!\d)(?P<zh>\d{3,4})\s*(?:室|房|号房|户|号(?!楼))"
    r"|\b(?:room|rm|apartment|apt|flat|unit|suite|no)\.?\s*(?:no\.?\s*)?#?(?P<en>\d{3,4})\b"
)
_FLOOR_ROOM = re.compile(r"(?<!\d)(\d{1,2})\s*(?:楼|层)\s*(\d{1,2})\s*(?:室|房|号|户)")
_LOOSE_ROOM = re.compile(r"(?<![\d-])(\d{3,4})(?!\d)(?!\s*(?:栋|幢|座|号楼|单元|年|元|块|路))")
_DASHED = re.compile(r"(?<![\d-])b?(\d{1,3})\s*[-/#栋幢]{1,2}\s*(\d{1,2})\s*[-/]\s*(\d{3,4})(?![\d-])")
_SHORT_DASHED = re.compile(r"(?<![\d-])b?(\d{1,3})\s*-\s*(\d{3,4}|\d{1,2})(?![\d-])")
_HOUSE = re.compile(r"(?<!\d)(\d{1,2})\s*号(?!楼)|\b(?:house|villa|no)\.?\s*#?(\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class Parts:
    """The numbers found in an address. `house` is a small number that may be a villa's: only the site knows.

    Not `sure` are bare pairs such as 11-5: an address only where the estate has that villa, else 3-5 days or metres.
    """

    building: int | None = None
    unit: int | None = None
    room: int | None = None
    house: int | None = None
    sure: bool = True


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """The text half-width, in small letters, simplified, and with Arabic numbers before 栋, 单元, 室 and the like."""
    return _COUNTED.sub(lambda found: str(numeral(found[1])), re.sub(r"[—–−~]", "-", normalise(text).text))


def numeral(chars: str) -> int:
    """The number that Chinese numerals write: 十二 is 12, 一二零一 is 1201, 一千二百零一 is 1201."""
    if not any(char in _TENS for char in chars):
        return int("".join(str(_DIGITS[char]) for char in chars))
    total, digit = 0, None
    for char in chars:
        if char in _TENS:
            total += (1 if digit is None else digit) * _TENS[char]
            digit = None
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)


def read_address(text: str) -> Parts:
    """The parts of an address already made `plain`; what is not written is None."""
    dashed = _DASHED.search(text)
    if dashed:
        return Parts(int(dashed[1]), int(dashed[2]), int(dashed[3]))
    building, unit = _first(_BUILDING, text), _first(_UNIT, text)
    if building is None:
        return _short_form(text, unit)
    return Parts(building, unit, _room(text), _first(_HOUSE, text))


def _short_form(text: str, unit: int | None) -> Parts:
    """`3-1201` and `11-5`: a building and a room or house, without a word for either."""
    short = _SHORT_DASHED.search(text)
    if not short:
        return Parts(unit=unit, room=_room(text))
    building, number = int(short[1]), int(short[2])
    return Parts(building, unit, number) if len(short[2]) > 2 else Parts(building, unit, None, number, sure=False)


def _room(text: str) -> int | None:
    storey = _FLOOR_ROOM.search(text)
    if storey:
        return int(storey[1]) * 100 + int(storey[2])
    named = _first(_ROOM, text)
    if named is not None:
        return named
    loose = _LOOSE_ROOM.search(text)
    return int(loose[1]) if loose else None


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(next(group for group in found.groups() if group)) if found else None
