"""Of the ground floor: units of measure as they are typed: those that an item takes, and those it must refuse."""

from __future__ import annotations

import re
from collections.abc import Iterable

from estatectl.domain.checklists.typed_text import half_width, has_han


def same_unit(unit: str) -> str:
    """A unit as units are compared: letters of either case, μ as u, spaces do not count, 毫克/升 is mg/l, C is ℃."""
    plain = re.sub(r"\s", "", half_width(unit)).casefold().replace("μ", "u").replace("每", "/")
    return "/".join(_ALSO_CALLED.get(part, part) for part in plain.split("/"))


def unit_at_start(text: str, units: Iterable[str]) -> tuple[str, int]:
    """The longest of the units that a half-width text begins with, and its length there; "" and 0 without one."""
    known = {same_unit(unit): unit for unit in units if unit}
    for length in range(min(len(text), 40), 0, -1):
        name = known.get(same_unit(text[:length]))
        if name is not None and not text[length - 1].isspace() and _ends(text, length):
            return name, length
    return "", 0


def stray_unit(text: str, *, apart: bool) -> str:
    """What a half-width text begins with, where it looks like a unit: it must not pass for a remark.

    A word `apart` from the number is taken for one only where it is a known unit, or stands there all alone.
    """
    if han := _HAN_UNIT.match(text):
        return han[0]
    found = _LATIN_UNIT.match(text)
    if found is None:
        return ""
    word = found[0]
    alone = text.strip() == word
    odd = any(char in "/°%‰μΩ" for char in word)
    return word if not apart or alone or odd or _KNOWN.fullmatch(same_unit(word)) else ""


def _ends(text: str, length: int) -> bool:
    """Whether the unit is not the beginning of a longer word: m of min, 安 of 安排. Chinese may follow mg/L."""
    if length == len(text):
        return True
    follows = text[length]
    return not re.match(r"[A-Za-z0-9/°%‰·^*]", follows) and not (has_han(text[length - 1]) and has_han(follows))


_ALSO_CALLED = dict(
    re.findall(
        r"(\S+)=(\S+)",
        "毫克=mg 微克=ug 千克=kg 公斤=kg 克=g 吨=t 毫升=ml 升=l 立方米=m3 平方米=m2 毫米=mm 厘米=cm 千米=km 公里=km "
        "米=m 兆帕=mpa 千帕=kpa 帕=pa 巴=bar 千伏=kv 伏=v 毫安=ma 安=a 千瓦时=kwh 千瓦=kw 瓦=w "
        "兆欧=mω 欧姆=ω 欧=ω mohm=mω ohm=ω 赫兹=hz 赫=hz 分贝=db 勒克斯=lx lux=lx "
        "摄氏度=°c 度=°c c=°c 小时=h 分钟=min 秒=s 天=d 转=r",
    )
)
"""What units are also called, and the unit as `same_unit` writes it."""
_KNOWN = re.compile(
    "ppm|ppb|[mukn]?g|t|[mu]?l|[kmh]?pa|m?bar|psi|[mk]?v|ma|[km]?wh?|k?hz|f|k|[mck]?m[23]?|min|h|[mu]?s|d|ntu|cfu"
    "|rpm|lx|db|ph"
)
_HAN = f"(?:{'|'.join(sorted((name for name in _ALSO_CALLED if not name.isascii()), key=len, reverse=True))})"
_HAN_UNIT = re.compile(rf"{_HAN}(?:[/每]{_HAN})*(?=[\s,;:()、]|$)")
_LATIN_UNIT = re.compile(r"[A-Za-zμΩ°%‰][A-Za-z0-9μΩ°%‰/^·*]*")
