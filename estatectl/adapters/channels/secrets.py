"""Floor 3: where channels lead and how staff are reached: secrets, from a file that nobody else may read or from the
environment.

What stands in there is never shown: no value, no line of the file, no word of what a parser says about it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from estatectl.domain.notices.notice import Tongue
from estatectl.domain.problems import BadInput, Problem
from estatectl.domain.words import Words, same
from estatectl.usecases.delivery.ports import Address

SECRETS = "secrets.yaml"
VARIABLE = "ESTATECTL_CHANNEL_"
"""How the variables of the environment begin that hold the addresses of channels; they win over the file."""
KINDS = ("phone", "mail")


@dataclass(frozen=True, slots=True)
class Contact:
    """How one person, or whoever has a post's telephone, is reached."""

    addresses: Mapping[str, str] = field(repr=False)
    tongue: Tongue | None = None


@dataclass(frozen=True, slots=True)
class Secrets:
    """Addresses of channels by name, of people by id, and of posts."""

    channels: Mapping[str, str] = field(repr=False)
    people: Mapping[str, Contact] = field(repr=False)
    posts: Mapping[str, Contact] = field(repr=False)

    def address(self, person: str | None, posts: tuple[str, ...], kind: str) -> Address:
        """The address of a person, else of the first post that has one."""
        if kind == "id":
            contact = self.people.get(person or "")
            return Address(person, contact.tongue if contact else None)
        for contact in (self.people.get(person or ""), *(self.posts.get(post) for post in posts)):
            if contact is not None and kind in contact.addresses:
                return Address(contact.addresses[kind], contact.tongue)
        return Address(None)


def open_to_others(path: Path) -> bool:
    """Whether the group or everybody may read or write a file of secrets; False where there is none."""
    try:
        return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    except FileNotFoundError:
        return False


def read_secrets(path: Path, env: Mapping[str, str]) -> Secrets:
    """The secrets of an estate; empty where there is no file. Refused: open to others, or of another form."""
    written: Any = {}
    if path.exists():
        if open_to_others(path):
            mode = f"{stat.S_IMODE(path.stat().st_mode):o}"
            raise BadInput.one("EST-610", _OPEN.fill(path=path, mode=mode), hint=_CLOSE.fill(path=path))
        written = _parsed(path)
    problems: list[Problem] = []
    sections = _mapping(written, path, "", problems, ("channels", "people", "posts"))
    channels = _texts(sections.get("channels"), path, "channels", problems)
    people = _contacts(sections.get("people"), path, "people", problems)
    posts = _contacts(sections.get("posts"), path, "posts", problems)
    if problems:
        raise BadInput(problems)
    told = {
        name.removeprefix(VARIABLE).lower(): value
        for name, value in env.items()
        if name.startswith(VARIABLE) and value.strip()
    }
    return Secrets(channels={**channels, **told}, people=people, posts=posts)


def _parsed(path: Path) -> Any:
    import yaml  # noqa: PLC0415 - a staff command reads no secrets

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as error:
        # What the parser says quotes the file, so only the line is told; not even the cause is kept.
        mark = getattr(error, "problem_mark", None)
        line = "?" if mark is None else str(mark.line + 1)
        raise BadInput.one("EST-611", _NOT_YAML.fill(path=path, line=line), hint=_FORM) from None


def _mapping(
    value: Any, path: Path, where: str, problems: list[Problem], known: tuple[str, ...] | None = None
) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        problems.append(Problem("EST-611", _SHAPE.fill(path=path, where=same(where or "-")), hint=_FORM))
        return {}
    for name in value:
        if known is not None and name not in known:
            listed = same(", ".join(known))
            words = _UNKNOWN.fill(path=path, where=same(where or "-"), list=listed)
            problems.append(Problem("EST-611", words, hint=_FORM))
    return value


def _texts(value: Any, path: Path, where: str, problems: list[Problem]) -> dict[str, str]:
    found = _mapping(value, path, where, problems)
    if not all(isinstance(each, str) and each.strip() for each in found.values()):
        problems.append(Problem("EST-611", _NO_TEXT.fill(path=path, where=same(where)), hint=_FORM))
        return {}
    return found


def _contacts(value: Any, path: Path, where: str, problems: list[Problem]) -> dict[str, Contact]:
    found: dict[str, Contact] = {}
    for name, child in _mapping(value, path, where, problems).items():
        told = _mapping(child, path, where, problems, (*KINDS, "language"))
        texts = _texts(told, path, where, problems)
        tongue = texts.pop("language", None) if texts else None
        if tongue is not None and tongue not in {each.value for each in Tongue}:
            problems.append(Problem("EST-611", _NO_TONGUE.fill(path=path, where=same(where)), hint=_FORM))
            tongue = None
        found[name] = Contact(texts, Tongue(tongue) if tongue else None)
    return found


def lay_out_secrets(directory: Path) -> None:
    """Put an empty file of secrets into a new estate, which only its owner may read and which no repository takes."""
    descriptor = os.open(directory / SECRETS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_EMPTY)
    (directory / ".gitignore").write_text(_IGNORED, encoding="utf-8")


_EMPTY = """\
# 通知渠道的地址和密钥，员工的电话和邮箱。只有运行 estatectl 的用户可读（chmod 600），不要放进版本库，不要发给别人。
# Where channels lead, and how staff are reached. For the user that runs estatectl alone (chmod 600); never share it.
#
# channels:
#   wecom: "wecombot://KEY"
#   mail: "mailtos://USER:PASSWORD@smtp.example.com?from=USER@example.com&to={mail}"
# people:
#   zhao_qiang: {phone: "13800000000", mail: zhao@example.com, language: zh}
# posts:
#   security_supervisor: {phone: "0571-00000000"}
"""
_IGNORED = "secrets.yaml\njournal.sqlite*\noutbox/\nlog/\nbackups/\nreports/\n"


_OPEN = Words(
    zh="{path} 里是密钥，别人也能读（权限 {mode}），不予使用",
    en="{path} holds secrets and others may read it (mode {mode}); it is not used",
)
_CLOSE = Words(
    zh="收紧权限：chmod 600 {path}；若已被人看过，请更换密钥",
    en="chmod 600 {path}; if others have seen it, change what it holds",
)
_NOT_YAML = Words(zh="{path} 第 {line} 行不是 YAML", en="{path} is not YAML, at line {line}")
_SHAPE = Words(zh="{path} 的 {where} 写法不对", en="{path} has the wrong form at '{where}'")
_UNKNOWN = Words(zh="{path} 的 {where} 里只可写 {list}", en="'{where}' of {path} takes only {list}")
_NO_TEXT = Words(
    zh="{path} 的 {where} 里有空的或不是文字的值", en="a value under '{where}' of {path} is empty or no text"
)
_NO_TONGUE = Words(
    zh="{path} 的 {where} 里 language 只可写 zh、en、both", en="'language' under '{where}' of {path} is zh, en or both"
)
_FORM = Words(
    zh="写法见 docs/how-to/notices.zh-CN.md：channels、people、posts 三段，电话号码加引号",
    en="its form: docs/how-to/notices.md; sections channels, people and posts, telephone numbers in quotes",
)
