"""Floor 3: characters that have no place in a policy file, and full-width ones typed where YAML wants ASCII."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from estatectl.adapters.policyfiles.lines import LINE_BREAK
from estatectl.adapters.policyfiles.scalars import Fault
from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Words

MOST_BYTES = 2_000_000

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]"
)
_TO_ASCII = str.maketrans("：，｛｝［］【】“”‘’＃　\xa0－＋．０１２３４５６７８９", ":,{}[][]\"\"''#  -+.0123456789")
_IN_KEY = re.compile("[：，｛｝［］【】“”‘’＃　\xa0－]")
_WRAPPED = re.compile("“[^”]*”|‘[^’]*’|［.*］|【.*】|｛.*｝", re.DOTALL)
_FULL_WIDTH_NUMBER = re.compile("[－＋]?[０-９．]+")
_KEY_AND_COLON = re.compile(r"[A-Za-z_][\w.-]*\s*：", re.ASCII)
_KEY_LINE = re.compile(
    r"^\s*(?:- +)?[A-Za-z_][\w.-]*\s*：|^\s*[－＃]|^[　\xa0]|^ *[　\xa0]+\S|\s[｛［【]|[｝］】]\s*$", re.ASCII
)
_FLOW_COMMA = re.compile(r"[\[{].*[，：“”‘’]")


def decoded(data: bytes, file: str) -> str | Problem:
    """The text of a file, without a byte order mark; or why its bytes are not UTF-8."""
    if len(data) > MOST_BYTES:
        words = Words(zh="文件太大：{size} 字节，上限 {most}", en="the file is too large: {size} bytes, at most {most}")
        hint = Words(zh="请拆成几个文件", en="split it into several files")
        return Problem("EST-103", words.fill(size=len(data), most=MOST_BYTES), Place(file, 1), hint)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        rows = LINE_BREAK.split(before)
        words = Words(zh="这里的字节不是 UTF-8 文字", en="the bytes here are not UTF-8 text")
        return Problem("EST-102", words, Place(file, len(rows), len(rows[-1]) + 1), _encoding_hint(data))


def _encoding_hint(data: bytes) -> Words:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Words(zh="像是 UTF-16 编码；请另存为 UTF-8", en="it looks like UTF-16; save it as UTF-8")
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return Words(zh="请另存为 UTF-8", en="save it as UTF-8")
    return Words(
        zh="像是 GB18030（GBK）编码；请在编辑器里另存为 UTF-8",
        en="it looks like GB18030 (GBK); save it as UTF-8 in your editor",
    )


def unwanted(text: str, file: str) -> Iterator[Problem]:
    """EST-104, EST-105: the first invisible character and the first tab. Line numbers are sound for the rest."""
    found = _INVISIBLE.search(text)
    if found:
        name = f"U+{ord(found[0]):04X} {unicodedata.name(found[0], '')}".strip()
        words = Words(zh="有看不见的字符 {name}", en="there is an invisible character, {name}").fill(name=name)
        hint = Words(zh="删掉它（多半是复制时带进来的）", en="delete it; it often comes in when text is copied")
        yield Problem("EST-104", words, place_of(text, found.start(), file), hint)
    tab = text.find("\t")
    if tab >= 0:
        words = Words(zh="有制表符（Tab）", en="there is a tab character")
        hint = Words(zh="YAML 用空格缩进；请把 Tab 换成空格", en="YAML is indented with spaces; replace tabs by spaces")
        yield Problem("EST-105", words, place_of(text, tab, file), hint)


def place_of(text: str, index: int, file: str) -> Place:
    rows = LINE_BREAK.split(text[:index])
    return Place(file, len(rows), len(rows[-1]) + 1)


def full_width_key(text: str) -> Fault | None:
    """A key with Chinese punctuation or spaces in it: `kind：`, `　id`."""
    return _fault(text) if _IN_KEY.search(text) else None


def full_width_value(text: str, in_mapping: bool) -> Fault | None:
    """An unquoted value that is wrapped in Chinese quotes or brackets, or is a number in full-width digits."""
    if (
        text[0] in "＃－　\xa0"
        or text[-1] in "　\xa0"
        or _WRAPPED.fullmatch(text)
        or _FULL_WIDTH_NUMBER.fullmatch(text)
    ):
        return _fault(text)
    if not in_mapping and _KEY_AND_COLON.match(text):
        return _fault(text)
    return None


def full_width_line(line: str) -> Fault | None:
    """A line that cannot be read, if Chinese punctuation in it may be why."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'|\s#.*", "", line)
    return _fault(bare.strip()) if _KEY_LINE.search(bare) or _FLOW_COMMA.search(bare) else None


def _fault(text: str) -> Fault:
    marks = [char for char in text if char in "：，｛｝［］【】“”‘’＃　\xa0－＋．０１２３４５６７８９"]
    shown = marks[0] if marks else text[:1]
    if shown in "　\xa0":
        words = Words(zh="这里有全角空格（或不换行空格）", en="there is a full-width or non-breaking space here")
        hint = Words(zh="换成普通的半角空格", en="use an ordinary space")
        return Fault("EST-124", words, hint)
    words = Words(zh="这里用了全角的 {mark}", en="a full-width '{mark}' stands where YAML wants '{ascii}'")
    hint = Words(
        zh="换成半角的 {ascii}（关闭中文标点再输入）；若它确是文字的一部分，请给整段文字加英文引号",
        en="switch the input method to English marks and type '{ascii}'; if it belongs to the text, quote the text",
    )
    ascii_mark = shown.translate(_TO_ASCII)
    return Fault("EST-124", words.fill(mark=shown, ascii=ascii_mark), hint.fill(ascii=ascii_mark))
