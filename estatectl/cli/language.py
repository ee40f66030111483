"""Floor 5: click's own messages in the reader's language, from the catalogue under `estatectl/locale`."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

from estatectl.domain.words import Lang

CATALOGUE = Path(__file__).resolve().parent.parent / "locale"
DOMAIN = "click"


def speak(lang: Lang) -> None:
    """Let gettext, which click asks for every message, answer in this language. Call before messages are made."""
    os.environ["LANGUAGE"] = "zh_CN" if lang == "zh" else "en"
    gettext.bindtextdomain(DOMAIN, str(CATALOGUE))
    gettext.textdomain(DOMAIN)
