"""Floor 3: how a page is to be shown: language, zone, the instant it is, width and colour; and cells as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal

from estatectl.domain.words import Lang, Words
from estatectl.render.page import Cell, Due, Tone, Toned

_ZH_DAYS = "一二三四五六日"
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_COLOURS: dict[Tone, str] = {"good": "32", "soon": "33", "bad": "31", "faint": "2", "strong": "1"}
SOON = timedelta(minutes=30)
"""What falls due within this is shown as near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The reader's terminal and language. `now` and `zone` are None where the estate is not known."""

    lang: Lang
    now: datetime | None = None
    zone: tzinfo | None = None
    columns: int = 80
    colour: bool = False

    def text(self, cell: Cell) -> str:
        """A cell as one line, coloured by its tone where colour is wanted."""
        match cell:
            case Toned(inner, tone):
                return self.tint(self.text(inner), tone)
            case Due():
                return self.tint(*self._due(cell))
            case Words():
                return cell.of(self.lang)
            case datetime():
                return self.instant(cell)
            case timedelta():
                return duration(cell, self.lang)
            case None:
                return "-"
            case str() | int() | Decimal():
                return str(cell)

    def tint(self, text: str, tone: Tone) -> str:
        code = _COLOURS.get(tone)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and code and text else text

    def instant(self, at: datetime) -> str:
        """`11-23 周一 17:30` / `Mon 23 Nov 17:30`; with the year when it is not this year, seconds when there are."""
        local = at.astimezone(self.zone) if self.zone else at
        now = self.now.astimezone(self.zone) if self.now else None
        other_year = now is None or now.year != local.year
        clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
        if self.lang == "zh":
            year = f"{local.year}-" if other_year else ""
            return f"{year}{local:%m-%d} 周{_ZH_DAYS[local.weekday()]} {clock}"
        year = f" {local.year}" if other_year else ""
        return f"{_EN_DAYS[local.weekday()]} {local.day} {_EN_MONTHS[local.month - 1]}{year} {clock}"

    def _due(self, due: Due) -> tuple[str, Tone]:
        if due.paused:
            return Words(zh="已暂停", en="paused").of(self.lang), "faint"
        if self.now is None:
            return self.instant(due.at), "plain"
        left = due.at - self.now
        if left < timedelta(0):
            words = Words(zh="已超时 {long}", en="late {long}")
            return words.fill(long=duration(-left, self.lang)).of(self.lang), "bad"
        if left < timedelta(seconds=1):
            return Words(zh="现在到期", en="due now").of(self.lang), "soon"
        words = Words(zh="{long}后", en="in {long}")
        tone: Tone = "soon" if left <= SOON else "plain"
        return words.fill(long=duration(left, self.lang, up=True)).of(self.lang), tone


def duration(length: timedelta, lang: Lang, *, up: bool = False) -> str:
    """The two largest units: `2小时15分`, `2 h 15 min`, `3天4小时`; below a minute, seconds.

    `up` rounds a cut minute up, so that a promise never looks nearer to broken than it is; otherwise it is cut off.
    """
    seconds = int(abs(length.total_seconds()))
    if seconds >= 60:
        seconds = (seconds + 59 if up else seconds) // 60 * 60
    parts = _units(seconds)
    sign = "-" if length < timedelta(0) else ""
    if lang == "zh":
        names = {"d": "天", "h": "小时", "m": "分钟" if len(parts) == 1 else "分", "s": "秒"}
        return sign + "".join(f"{count}{names[unit]}" for count, unit in parts)
    names = {"d": "d", "h": "h", "m": "min", "s": "s"}
    return sign + " ".join(f"{count} {names[unit]}" for count, unit in parts)


def _units(seconds: int) -> list[tuple[int, str]]:
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, secs = divmod(rest, 60)
    parts = [(count, unit) for count, unit in ((days, "d"), (hours, "h"), (minutes, "m"), (secs, "s")) if count]
    return parts[:2] or [(0, "s")]
