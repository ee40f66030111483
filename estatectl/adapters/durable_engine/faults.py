"""Floor 3: what the rules engine may fail with, as refusals that name the table."""

from __future__ import annotations

from typing import ClassVar

from estatectl.domain.problems import EstateError
from estatectl.domain.words import Words


class EngineFault(EstateError):
    """The rules engine did not answer as it must. No decision was made; the next one starts with a fresh session."""

    exit_status: ClassVar[int] = 70


def silent(name: str) -> EngineFault:
    """A message went in and no rule answered, not even the one that always does."""
    words = Words(zh="规则引擎对“{name}”没有作答", en="the rules engine gave no answer for '{name}'").fill(name=name)
    return EngineFault.one("EST-601", words)


def swallowed(name: str, told: object) -> EngineFault:
    """A callback failed, and the engine kept it to itself."""
    words = Words(
        zh="规则引擎处理“{name}”时内部出错：{told}", en="the rules engine failed inside '{name}': {told}"
    ).fill(name=name, told=told)
    return EngineFault.one("EST-602", words)


def raised(name: str, error: BaseException) -> EngineFault:
    """The engine itself refused a definition or a message."""
    words = Words(zh="规则引擎不接受“{name}”：{told}", en="the rules engine does not take '{name}': {told}").fill(
        name=name, told=f"{type(error).__name__} {error}".strip()
    )
    return EngineFault.one("EST-603", words)


def stray(name: str) -> EngineFault:
    """A rule answered for a message that is not the one asked about."""
    words = Words(
        zh="规则引擎对“{name}”的作答不属于这一条记录", en="the rules engine answered for another record in '{name}'"
    ).fill(name=name)
    return EngineFault.one("EST-604", words)


def too_many(name: str, limit: int) -> EngineFault:
    """More than the engine is sound on."""
    words = Words(
        zh="“{name}”超出规则引擎的安全上限（{limit}）",
        en="'{name}' is beyond what the rules engine is safe on ({limit})",
    ).fill(name=name, limit=limit)
    return EngineFault.one("EST-605", words)
