"""Floor 5: what must be known before any command is built: language, format and debug, from argv and environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from estatectl.domain.words import Lang

Format = Literal["table", "json"]


@dataclass(frozen=True, slots=True)
class Early:
    """A first look at the command line; click checks the same options again, with messages in this language."""

    lang: Lang
    format: Format
    debug: bool
    directory: str | None = None


def first_look(argv: Sequence[str], env: Mapping[str, str]) -> Early:
    """Never fails: what is not understood counts as not said."""
    words = list(argv[: argv.index("--")] if "--" in argv else argv)
    asked = _last(words, "--lang")
    lang: Lang = "zh" if asked == "zh" else "en" if asked == "en" else lang_of_environment(env)
    return Early(
        lang, "json" if _last(words, "--format") == "json" else "table", "--debug" in words, _last(words, "--dir")
    )


def lang_of_environment(env: Mapping[str, str]) -> Lang:
    """ESTATECTL_LANG, then the locale as gettext orders it; anything that is not Chinese is English."""
    for name in ("ESTATECTL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = env.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _last(words: Sequence[str], option: str) -> str | None:
    found = None
    for index, word in enumerate(words):
        if word == option and index + 1 < len(words):
            found = words[index + 1]
        elif word.startswith(option + "="):
            found = word[len(option) + 1 :]
    return found
