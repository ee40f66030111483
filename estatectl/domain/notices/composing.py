"""The words of a message: what its receiver reads, in the receiver's language. Domain floor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from estatectl.domain.notices.message import Enclosed
from estatectl.domain.notices.notice import Channel, Notices, Tongue
from estatectl.domain.words import Lang, Words, same

_MANY = Words(zh="{count} 条通知：", en="{count} notices:")
_COUNT = Words(zh="{count} 条通知", en="{count} notices")


@dataclass(frozen=True, slots=True)
class Named:
    """A notice with the names of those it is for."""

    notice: Enclosed
    to: Words


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes what goes over one channel."""

    notices: Notices
    channel: Channel
    estate: Words
    zone: tzinfo

    def subject(self, enclosed: Sequence[Named], tongue: Tongue) -> str:
        """The subject in one line; both languages stand beside each other."""
        about = same(enclosed[0].notice.case)
        if len(enclosed) > 1:
            about = _COUNT.fill(count=len(enclosed))
        words = self.channel.subject.fill(
            estate=self.estate,
            id=about,
            to=_together(enclosed),
            time=self._time(enclosed[0].notice.queued_at),
            count=len(enclosed),
        )
        return _spoken(words, tongue, " / ")

    def body(self, enclosed: Sequence[Named], tongue: Tongue) -> str:
        """One notice as it is, several as a list in order of time."""
        if len(enclosed) == 1:
            return _spoken(self._text(enclosed[0]), tongue, "\n")
        head = _spoken(_MANY.fill(count=len(enclosed)), tongue, " / ")
        lines = [self._line(each, tongue) for each in enclosed]
        return "\n".join([head, *lines])

    def _line(self, each: Named, tongue: Tongue) -> str:
        text = _spoken(self._text(each), tongue, "\n  ")
        return f"· {self._time(each.notice.queued_at)} {text}"

    def _text(self, each: Named) -> Words:
        notice = each.notice
        return self.notices.text(self.channel, notice.template).fill(
            text=Words(zh=notice.text_zh, en=notice.text_en),
            estate=self.estate,
            id=notice.case,
            to=each.to,
            time=self._time(notice.queued_at),
        )

    def _time(self, at: datetime) -> str:
        return at.astimezone(self.zone).strftime("%m-%d %H:%M")


def _together(enclosed: Sequence[Named]) -> Words:
    """Everybody whom the notices are for, each once."""
    everybody = dict.fromkeys(each.to for each in enclosed)
    return Words(zh="、".join(each.zh for each in everybody), en=", ".join(each.en for each in everybody))


def _spoken(words: Words, tongue: Tongue, between: str) -> str:
    langs: tuple[Lang, ...] = ("zh", "en") if tongue is Tongue.BOTH else ("en",) if tongue is Tongue.EN else ("zh",)
    return between.join(dict.fromkeys(words.of(lang) for lang in langs))
