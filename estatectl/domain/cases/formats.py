"""Texts of a fixed form: number plates, identity cards, telephones, credit codes; tidied and checked. Domain floor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from estatectl.domain.words import Words

Tidied = str | None
"""The text in its one written form, or None where it is not of that form."""

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SIGNS = "A-HJ-NP-Z0-9"  # I and O are never issued: they would be read as 1 and 0
_NEW_ENERGY = "A-HJK"
_PLATES = re.compile(
    rf"[{_PROVINCES}][A-HJ-Z][{_SIGNS}]{{4}}[{_SIGNS}挂学警港澳领]"
    rf"|[{_PROVINCES}][A-HJ-Z](?:[{_NEW_ENERGY}][{_SIGNS}][0-9]{{4}}|[0-9]{{5}}[{_NEW_ENERGY}])"
    r"|使[0-9]{6}|[0-9]{6}使"
    rf"|WJ[{_PROVINCES}]?[0-9]{{4}}[0-9A-Z]"
    r"|[A-Z]{2}[0-9]{5}"
)
_CARD = re.compile(r"(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d)\d{15}[\dX]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?|[48]00-?\d{3}-?\d{4}")
_SERVICE = re.compile(r"11\d|12[0-2]|1[02]\d{3}|9[56]\d{3,4}")  # 119, 12345, 95598: nobody's own number is so short
_ABROAD = re.compile(r"\+\d{6,15}")


def plate(text: str) -> Tidied:
    """A plate as GA 36 has it: seven signs, eight for new energy; embassy, police and army plates too."""
    bare = re.sub(r"[\s·•.\-—]", "", unicodedata.normalize("NFKC", text)).upper()
    return bare if _PLATES.fullmatch(bare) else None


def phone(text: str) -> Tidied:
    """A telephone number: mobile, landline with or without area code, service number, or +country code."""
    bare = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text))
    mobile = bare.replace("-", "").removeprefix("+86")
    if _MOBILE.fullmatch(mobile):
        return mobile
    return (
        bare
        if _LANDLINE.fullmatch(bare) or _SERVICE.fullmatch(bare) or _ABROAD.fullmatch(bare.replace("-", ""))
        else None
    )


def id_card(text: str) -> Tidied:
    """An identity number of 18 signs (GB 11643): province, birth date and check digit are right.

    Districts are not looked up: the code is that of the day on which the number was given out, not of the year of
    birth, and real cards would be turned away. Residence permits (Hong Kong, Macao, Taiwan: 81 to 83; foreigners: 9)
    are numbered alike.
    """
    from stdnum.cn import ric  # noqa: PLC0415 - few commands need it

    bare = str(ric.compact(unicodedata.normalize("NFKC", text).strip().upper()))
    if not _CARD.fullmatch(bare) or ric.calc_check_digit(bare) != bare[-1]:
        return None
    try:
        ric.get_birth_date(bare)
    except ValueError:  # no such day
        return None
    return bare


def credit_code(text: str) -> Tidied:
    """A company's unified social credit code (GB 32100)."""
    from stdnum.cn import uscc  # noqa: PLC0415 - as above

    bare = unicodedata.normalize("NFKC", text).strip().upper()
    return str(uscc.compact(bare)) if uscc.is_valid(bare) else None


@dataclass(frozen=True, slots=True)
class Format:
    """A form that a text may be required to have: how it is tidied, what it is called, what it looks like."""

    tidy: Callable[[str], Tidied]
    title: Words
    hint: Words


FORMATS: Mapping[str, Format] = {
    "plate": Format(
        plate,
        Words(zh="车牌号", en="number plate"),
        Words(
            zh="写成 京A12345，新能源写成 京AD12345；没有字母 I 和 O",
            en="write 京A12345, or 京AD12345 for new energy; I and O are never used",
        ),
    ),
    "phone": Format(
        phone,
        Words(zh="电话号码", en="telephone number"),
        Words(zh="写成 13800138000、010-62345678 或 +8613800138000", en="write 13800138000, 010-62345678 or +44…"),
    ),
    "id_card": Format(
        id_card,
        Words(zh="身份证号", en="identity card number"),
        Words(
            zh="核对 18 位号码；末位是校验码，抄错一位就对不上",
            en="check the 18 signs: the last no longer fits once any of them is miscopied",
        ),
    ),
    "credit_code": Format(
        credit_code,
        Words(zh="统一社会信用代码", en="unified social credit code"),
        Words(zh="核对营业执照上的 18 位代码", en="check the 18 signs on the business licence"),
    ),
}
"""By the name that policies write."""
