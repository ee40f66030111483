"""The estate itself: its name, its place and time zone, the version of its rules and who approved them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node, exact
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class NightCheck:
    """How many verdicts a change of policies may turn before somebody must accept it: a share in percent, and at
    least so many."""

    most_changed: Decimal
    least_turned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """What the `estate` document says. `zone` reads every wall-clock time of the policies."""

    id: str
    title: Words
    address: Words
    timezone: str
    version: str
    effective_from: date
    approved_by: str
    jurisdiction: tuple[str, ...]
    languages: tuple[str, ...]
    personal_data_days: int
    erased_by: tuple[str, ...]
    night_check: NightCheck | None
    place: Place

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def kept_until(self, day: date) -> date:
        """The last day of personal data whose time begins on a day, where nothing more particular is said."""
        return day + timedelta(days=self.personal_data_days)

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Estate:  # noqa: ARG003
        _refuse_unknown_zone(node["timezone"], problems)
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            address=node.words("address"),
            timezone=node.text("timezone"),
            version=node.text("version"),
            effective_from=date.fromisoformat(node.text("effective_from")),
            approved_by=node.text("approved_by"),
            jurisdiction=node.texts("jurisdiction"),
            languages=node.texts("languages"),
            personal_data_days=node["personal_data"].whole("keep_days"),
            erased_by=node["personal_data"].texts("erased_by") or (node.text("approved_by"),),
            night_check=_night_check(node.get("night_check")),
            place=node.place,
        )


def _refuse_unknown_zone(node: Node, problems: list[Problem]) -> None:
    try:
        ZoneInfo(str(node.value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        words = Words(zh="没有叫“{name}”的时区", en="no time zone is called '{name}'").fill(name=node.value)
        hint = Words(zh="写 Asia/Shanghai 这样的名称", en="write a name such as Asia/Shanghai")
        problems.append(Problem("EST-360", words, node.place, hint))


def _night_check(node: Node | None) -> NightCheck | None:
    return None if node is None else NightCheck(exact(node["most_changed"].value), node.whole("least_turned"))
