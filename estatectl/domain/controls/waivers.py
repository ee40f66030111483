"""Waivers: approved exceptions from a control, for named subjects and a time. Domain floor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Why a control need not hold of some subjects. `subjects` are ids, with `*` for any text.

    `owner` asked for it and sees to its end, `approved_by` allowed it; both are posts. It counts from the day `since`
    up to and with the day `until`.
    """

    id: str
    title: Words
    control: str
    subjects: tuple[str, ...]
    owner: str
    approved_by: str
    reason: Words
    since: date
    until: date
    place: Place

    def stands(self, day: date) -> bool:
        """Whether it counts on a day: the one place where the end of a waiver is judged."""
        return self.since <= day <= self.until

    def lapsed(self, day: date) -> bool:
        return day > self.until

    def covers(self, control: str, subject: str) -> bool:
        return control == self.control and any(fnmatchcase(subject, each) for each in self.subjects)

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Waiver:  # noqa: ARG003
        waiver = cls(
            id=node.text("id"),
            title=node.words("title"),
            control=node.text("control"),
            subjects=node.texts("subjects"),
            owner=node.text("owner"),
            approved_by=node.text("approved_by"),
            reason=node.words("reason"),
            since=date.fromisoformat(node.text("since")),
            until=date.fromisoformat(node.text("until")),
            place=node.place,
        )
        if waiver.until < waiver.since:
            words = Words(
                zh="豁免止于 {until}，早于开始的 {since}", en="the waiver ends on {until}, before it begins on {since}"
            )
            filled = words.fill(until=same(str(waiver.until)), since=same(str(waiver.since)))
            problems.append(Problem("EST-903", filled, node["until"].place))
        return waiver
