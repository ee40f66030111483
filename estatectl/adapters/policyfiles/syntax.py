"""Floor 3: YAML's own complaints about syntax, said plainly in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from estatectl.adapters.policyfiles.characters import full_width_line
from estatectl.adapters.policyfiles.lines import LINE_BREAK
from estatectl.adapters.policyfiles.scalars import Fault
from estatectl.domain.problems import Place, Problem
from estatectl.domain.words import Words


def syntax_problem(text: str, file: str, so_far: Sequence[Problem]) -> Problem | None:
    """Why the text is not YAML; None where an earlier problem in the same line says so already.

    The pure parser is asked again, so that every machine gives the same words and place.
    """
    error = _complaint(text)
    mark = error.problem_mark or error.context_mark
    line, col = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = f"{error.context or ''} {error.problem or ''}"
    rows = LINE_BREAK.split(text)
    first = error.context_mark.line + 1 if error.context_mark else line
    told = {problem.place.line for problem in so_far if problem.place and problem.code == "EST-124"}
    for number in (line, line - 1, first):
        if 1 <= number <= len(rows) and (fault := full_width_line(rows[number - 1])):
            at = Place(file, number, _first_full_width(rows[number - 1]))
            return None if number in told else Problem(fault.code, fault.words, at, fault.hint)
    open_quote = _open_quote(rows[: min(line, len(rows))])
    if open_quote is not None:
        return Problem(_QUOTE.code, _QUOTE.words, Place(file, *open_quote), _QUOTE.hint)
    if error.context_mark and any(part in said for part in _POINT_AT_START):
        line, col = error.context_mark.line + 1, error.context_mark.column + 1
    fault = next((fault for part, fault in _COMPLAINTS if part in said), _UNREADABLE)
    return Problem(fault.code, fault.words, Place(file, min(line, len(rows)), col), fault.hint)


def _complaint(text: str) -> yaml.MarkedYAMLError:
    for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        try:
            for _ in yaml.parse(text, Loader=loader):
                pass
        except yaml.MarkedYAMLError as error:
            return error
    raise AssertionError("a text that could not be read can be read")


def _open_quote(rows: Sequence[str]) -> tuple[int, int] | None:
    """The first value in double quotes that its line does not close: what follows it is read as if inside out."""
    for number, row in enumerate(rows, 1):
        value = _QUOTED_VALUE.search(row)
        if value and len(_DOUBLE.findall(_SINGLE.sub("", row))) % 2:
            last = [match.start() for match in _DOUBLE.finditer(row)][-1]
            return number, last + 1
    return None


def _first_full_width(row: str) -> int:
    return next((index for index, char in enumerate(row, 1) if char in "：，｛｝［］【】“”‘’＃　\xa0－"), 1)


def _fault(zh: str, en: str, hint_zh: str, hint_en: str) -> Fault:
    return Fault("EST-106", Words(zh=zh, en=en), Words(zh=hint_zh, en=hint_en))


_QUOTED_VALUE = re.compile(r"(?:: |- |[\[{,] ?)\"")
_SINGLE = re.compile(r"(?<=[\s\[{,:])'[^']*'")
_DOUBLE = re.compile(r"(?<!\\)\"")

_UNREADABLE = _fault(
    "这里不合 YAML 语法",
    "this cannot be read as YAML",
    "检查缩进、冒号后的空格和引号；文字里有特殊符号就整段加引号",
    "check indentation, the space after colons, and quotes; quote a text that has special characters",
)
_QUOTE = _fault("引号没有收尾", "a quotation mark is not closed", "补上右边的引号", "add the closing quotation mark")
_POINT_AT_START = ("while scanning a quoted scalar", "while parsing a flow", "while scanning a simple key")
_COMPLAINTS: Sequence[tuple[str, Fault]] = (
    (
        "undefined tag handle",
        Fault(
            "EST-122",
            Words(zh="不接受类型标签", en="tags are not accepted"),
            Words(zh="删掉标签；是以 ! 开头的文字就加引号", en="delete the tag; a text that begins with ! is quoted"),
        ),
    ),
    ("while scanning a quoted scalar found unexpected", _QUOTE),
    (
        "unknown escape character",
        _fault(
            "双引号里的反斜杠写法不对",
            "a backslash in double quotes is followed by something unknown",
            "改用单引号，或写成两个反斜杠",
            "use single quotes, or write the backslash twice",
        ),
    ),
    (
        "while parsing a flow sequence",
        _fault("方括号列表没有写完", "a list in [ ] is not finished", "补上逗号或 ]", "add the missing comma or ]"),
    ),
    (
        "while parsing a flow mapping",
        _fault("花括号里没有写完", "a mapping in { } is not finished", "补上逗号或 }", "add the missing comma or }"),
    ),
    (
        "mapping values are not allowed",
        _fault(
            "这里不能再出现冒号",
            "a colon is not expected here",
            '文字里有“: ”就整段加引号；或检查上一行的缩进',
            "quote a text that contains ': '; or check the indentation of the line above",
        ),
    ),
    (
        "could not find expected ':'",
        _fault(
            "这一行缺少冒号",
            "this line has no colon",
            "写成“键: 值”，冒号后空一格",
            "write 'key: value', with a space after the colon",
        ),
    ),
    (
        "sequence entries are not allowed",
        _fault(
            "这里不能用“- ”列表项",
            "a list item '- ' is not expected here",
            "把列表项另起一行；以 - 开头的文字要加引号",
            "put list items on their own lines; quote a text that begins with -",
        ),
    ),
    (
        "cannot start any token",
        _fault(
            "没加引号的文字不能以这个符号开头",
            "an unquoted text cannot begin with this character",
            "给文字加引号",
            "put the text in quotes",
        ),
    ),
    (
        "while parsing a block collection",
        _fault(
            "列表项没有对齐",
            "the items of this list are not aligned",
            "同一列表的“- ”要在同一列",
            "put the '- ' of one list in one column",
        ),
    ),
    (
        "while parsing a block mapping",
        _fault(
            "缩进不一致",
            "the indentation does not fit",
            "同一层的键要在同一列",
            "put the keys of one level in one column",
        ),
    ),
)  # fmt: skip
