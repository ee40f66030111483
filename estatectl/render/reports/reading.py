"""Floor 3: how a report's values read: language and zone, the same in every format that people look at."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from estatectl.domain.reports.cells import Cell, Marked, Ref, Share, Tone
from estatectl.domain.reports.report import Change, Number, Report
from estatectl.domain.words import Lang, Words
from estatectl.render.look import Look, duration

SIGNS: dict[Tone, str] = {"good": "✓", "soon": "!", "bad": "✕"}
"""What stands before a toned cell, so that its tone is seen without its colour."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn"})

MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Reading:
    """Texts of one report in one language. Years are always written: a report is read years later."""

    lang: Lang
    zone: tzinfo

    @classmethod
    def of(cls, report: Report, lang: Lang) -> Reading:
        return cls(lang, report.zone)

    def __call__(self, words: Words) -> str:
        return shown(words.of(self.lang))

    def text(self, cell: Cell) -> str:
        """A cell as plain text on one line."""
        match cell:
            case None:
                return "-"
            case str():
                return shown(cell)
            case Words():
                return shown(cell.of(self.lang))
            case Marked():
                return self.text(cell.cell)
            case Ref(to, text):
                return shown(to if text is None else text.of(self.lang))
            case Share():
                return self.share(cell)
            case datetime():
                return self.instant(cell)
            case date():
                return cell.isoformat()
            case timedelta():
                return duration(cell, self.lang)
            case tuple():
                return " ".join(self.text(each) for each in cell)
            case int() | Decimal():
                return self.number(cell)

    def share(self, share: Share) -> str:
        """`97.5% (39/40)`; of none it says so."""
        if share.percent is None:
            return Words(zh="无（0 件）", en="none (0)").of(self.lang)
        return f"{self.number(share.percent)}% ({share.part}/{share.whole})"

    def number(self, value: Number) -> str:
        """Plain digits with groups from ten thousand on, no exponent, no trailing noughts."""
        exact = Decimal(value)
        text = format(exact, ",f" if abs(exact) >= 10_000 else "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.replace("-", MINUS)

    def instant(self, at: datetime) -> str:
        """`2026-10-09 周五 17:30` / `Fri 9 Oct 2026 17:30`."""
        return Look(lang=self.lang, zone=self.zone).instant(at)

    def change(self, change: Change) -> str:
        """`+3`, `−2.5 points`, `unchanged`."""
        if change.by == 0:
            return Words(zh="持平", en="unchanged").of(self.lang)
        sign = "+" if change.by > 0 else ""
        unit = f" {change.unit.of(self.lang)}" if change.unit else ""
        return f"{sign}{self.number(change.by)}{unit}"


def shown(text: str) -> str:
    """A text on one line, with a replacement sign for what cannot be seen: control signs, turned writing."""
    return "".join("\ufffd" if unicodedata.category(char) in _UNSEEN else char for char in " ".join(text.split()))
