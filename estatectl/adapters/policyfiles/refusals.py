"""Floor 3: the words in which reading refuses what YAML allows and a policy does not."""

from __future__ import annotations

from dataclasses import dataclass

from estatectl.adapters.policyfiles.scalars import Fault
from estatectl.domain.words import Words, same

MOST_DEPTH = 40
MOST_VALUES = 200_000


@dataclass(frozen=True, slots=True)
class Template:
    code: str
    words: Words
    hint: Words

    def filled(self, **values: object) -> Fault:
        return Fault(self.code, self.words.fill(**values), self.hint.fill(**values))


BLANK = Template(
    "EST-107",
    Words(zh="文件是空的", en="the file is empty"),
    Words(zh="写上 kind: 等内容，或删掉这个文件", en="write a policy that begins with kind:, or delete the file"),
)
NO_MAPPING = Template(
    "EST-108",
    Words(zh="细则应由“键: 值”组成", en="a policy is made of 'key: value' lines"),
    Words(
        zh="从 kind: 一行写起；冒号是半角的，后面空一格", en="begin with a line kind: …, with a space after the colon"
    ),
)
SEVERAL = Fault(
    "EST-109",
    Words(zh="一个文件里有多份文档（--- 之后又开始一份）", en="a second document begins here"),
    Words(zh="一个文件写一份细则，请拆开", en="write one policy per file"),
)
TWICE = Template(
    "EST-110",
    Words(zh="键“{key}”写了两次", en="the key '{key}' is written twice"),
    Words(
        zh="第一次在第 {line} 行；请合并或删掉一个", en="it is first written in line {line}; merge them or delete one"
    ),
)
ANCHOR = Template(
    "EST-120",
    Words(zh="不接受锚点和引用“{mark}{name}”", en="anchors and aliases are not accepted: {mark}{name}"),
    Words(
        zh='把内容写出来；是文字就加引号："{mark}{name}"',
        en='write the content out; if it is text, put it in quotes: "{mark}{name}"',
    ),
)
MERGE = Fault(
    "EST-121",
    Words(zh="不接受合并键“<<”", en="the merge key << is not accepted"),
    Words(zh="把要并入的内容写出来", en="write the merged content out"),
)
TAG = Template(
    "EST-122",
    Words(zh="不接受类型标签“{name}”", en="tags are not accepted: {name}"),
    Words(zh="删掉标签；是以 ! 开头的文字就加引号", en="delete the tag; a text that begins with ! is quoted"),
)
DIRECTIVE = Fault(
    "EST-122",
    Words(zh="不接受 % 指令行", en="directives (lines that begin with %) are not accepted"),
    Words(zh="删掉以 % 开头的行", en="delete the lines that begin with %"),
)
KEY_NOT_TEXT = Template(
    "EST-123",
    Words(zh="键必须是文字，“{text}”不是", en="a key must be text, and {text} is not"),
    Words(zh='给键加引号："{text}": …', en='put the key in quotes: "{text}": …'),
)
KEY_NOT_SCALAR = Fault(
    "EST-123",
    Words(zh="键必须是文字，这里却是列表或映射", en="a key must be text, and this is a list or a mapping"),
    Words(
        zh="写成“键: 值”；以 ? 开头的写法不接受", en="write 'key: value'; the form that begins with ? is not accepted"
    ),
)
DEEP = Fault(
    "EST-125",
    Words(zh="嵌套超过 {most} 层", en="nested more than {most} levels deep").fill(most=MOST_DEPTH),
    Words(zh="检查括号或缩进是否写错", en="check the brackets and the indentation"),
)
MANY = Template(
    "EST-126",
    Words(zh="文件里的值超过 {most} 个", en="more than {most} values in one file").fill(most=same(str(MOST_VALUES))),
    Words(zh="请拆成几个文件", en="split it into several files"),
)
