"""Which live records belong together: repeats of one trouble, and one trouble in many homes.

`correlate` is the reference that every engine must equal. A rule pairs the new record with each earlier one in its
window: every key of `same` must share a value; a pair is grouped by the values it shares, and a group that is large
enough is a match.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from estatectl.domain.durations import read_duration
from estatectl.domain.problems import Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node
from estatectl.domain.words import Words

KEYS = ("household", "location", "building", "concept", "department", "asset", "contact", "subject", "item")
CONCEPT = "concept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """A record that is still of interest, with the values it has under each key. A missing key agrees with nothing."""

    id: str
    at: datetime
    keys: Mapping[str, frozenset[str]]

    def of(self, key: str) -> frozenset[str]:
        return self.keys.get(key, frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinRule:
    """A new record and earlier ones within `within` that share a value of each key in `same`.

    `differ`: keys that both know and in which they are not alike. `concepts`: only these count (all, where empty).
    `count`: how many different values of that key the group, the new record included, must reach (`at_least`);
    without it, how many other records.
    """

    id: str
    same: tuple[str, ...]
    differ: tuple[str, ...]
    concepts: tuple[str, ...]
    within: timedelta
    count: str | None
    at_least: int
    yields: str
    because: Words
    clauses: tuple[str, ...]

    def values(self, record: Live, key: str) -> tuple[str, ...]:
        """The values of a record that this rule looks at, in order."""
        values = record.of(key)
        return tuple(sorted(values & set(self.concepts) if key == CONCEPT and self.concepts else values))

    def combinations(self, record: Live) -> Iterator[tuple[str, ...]]:
        """Each choice of one value per key of `same`; none where a key has no value."""
        return product(*(self.values(record, key) for key in self.same))

    def in_window(self, new: Live, recent: Sequence[Live]) -> tuple[Live, ...]:
        """The earlier records that count, each once, in order of time; one exactly at the edge counts."""
        earlier = {
            other.id: other for other in recent if other.id != new.id and new.at - self.within <= other.at <= new.at
        }
        return tuple(sorted(earlier.values(), key=lambda other: (other.at, other.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """Rules over several live records, tried on each new one."""

    id: str
    title: Words
    clauses: tuple[str, ...]
    window: timedelta
    rules: tuple[JoinRule, ...]

    def rule(self, rule_id: str) -> JoinRule | None:
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    @classmethod
    def parse(cls, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Correlation:  # noqa: ARG003 every model is parsed alike
        window = read_duration(node.text("window"), node["window"].place, problems).elapsed
        rules = tuple(_parse_rule(each, window, problems) for each in node.each("joins"))
        _refuse_repeats(node, problems)
        return cls(
            id=node.text("id"),
            title=node.words("title"),
            clauses=node.texts("clauses"),
            window=window,
            rules=rules,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A rule that holds for a new record: with which others (oldest first), and what they share."""

    rule: str
    yields: str
    others: tuple[str, ...]
    agreed: Mapping[str, str]
    count: int


def correlate(correlation: Correlation, new: Live, recent: Sequence[Live]) -> tuple[Relation, ...]:
    """The reference: matches in the order of the rules, then of the shared values."""
    found: list[Relation] = []
    for rule in correlation.rules:
        earlier = rule.in_window(new, recent)
        pairs = [
            (shared, other)
            for other in earlier
            if differs(rule, new, other)
            for shared in sorted(set(rule.combinations(new)) & set(rule.combinations(other)))
        ]
        found += conclude_pairs(rule, new, pairs)
    return tuple(found)


def differs(rule: JoinRule, new: Live, other: Live) -> bool:
    return all(new.of(key) and other.of(key) and new.of(key) != other.of(key) for key in rule.differ)


def conclude_pairs(rule: JoinRule, new: Live, pairs: Sequence[tuple[tuple[str, ...], Live]]) -> Iterator[Relation]:
    """The matches that follow once it is known who shares what; `pairs` hold each other record in order of time."""
    groups: dict[tuple[str, ...], dict[str, Live]] = {}
    for shared, other in pairs:
        groups.setdefault(shared, {})[other.id] = other
    for shared in sorted(groups):
        others = groups[shared]
        reached = len(others)
        if rule.count is not None:
            reached = len(new.of(rule.count).union(*(other.of(rule.count) for other in others.values())))
        if reached >= rule.at_least:
            yield Relation(
                rule=rule.id,
                yields=rule.yields,
                others=tuple(others),
                agreed=dict(zip(rule.same, shared, strict=True)),
                count=reached,
            )


def _parse_rule(node: Node, window: timedelta, problems: list[Problem]) -> JoinRule:
    within = window
    if "within" in node:
        within = read_duration(node.text("within"), node["within"].place, problems).elapsed
        if within > window:
            words = Words(
                zh="规则的时间窗比整份文件的还长", en="the rule looks further back than the window of its document"
            )
            problems.append(Problem("EST-326", words, node["within"].place))
    _refuse_contradiction(node, problems)
    return JoinRule(
        id=node.text("id"),
        same=node.texts("same"),
        differ=node.texts("differ"),
        concepts=node.texts("concepts"),
        within=within,
        count=node.maybe("count"),
        at_least=node.whole("at_least", default=1),
        yields=node.text("yields"),
        because=node.words("because"),
        clauses=node.texts("clauses"),
    )


def _refuse_contradiction(node: Node, problems: list[Problem]) -> None:
    for key in node.each("differ"):
        if key.value in node.texts("same"):
            words = Words(zh="“{key}”不能既相同又不同", en="'{key}' cannot be both the same and different").fill(
                key=key.value
            )
            problems.append(Problem("EST-327", words, key.place))
    if node.maybe("count") in node.texts("same"):
        words = Words(
            zh="按“{key}”计数没有意义：它在各条记录里都相同", en="counting '{key}' says nothing: it is the same in all"
        ).fill(key=node.text("count"))
        problems.append(Problem("EST-327", words, node["count"].place))


def _refuse_repeats(node: Node, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for rule in node.each("joins"):
        if rule.text("id") in seen:
            words = Words(zh="规则编号“{id}”用了两次", en="the rule id '{id}' is used twice").fill(id=rule.text("id"))
            problems.append(Problem("EST-317", words, rule["id"].place))
        seen.add(rule.text("id"))
