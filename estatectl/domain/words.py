"""What a person reads, in both languages at once: there is no way to write only one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and English. `{name}` marks are filled by `fill`, with plain values or other Words."""

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def fill(self, **values: object) -> Words:
        return Words(zh=self.zh.format(**_spoken(values, "zh")), en=self.en.format(**_spoken(values, "en")))


def _spoken(values: dict[str, object], lang: Lang) -> dict[str, object]:
    return {name: value.of(lang) if isinstance(value, Words) else value for name, value in values.items()}


def same(text: str) -> Words:
    """A text that reads alike in both languages: a name, a number, an identifier."""
    return Words(zh=text, en=text)
