"""What a decision table must be to decide anything: no dead rules, no outputs in vain, an answer where one is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import Problem
from estatectl.domain.rules.conditions import All, Among, Compare, Condition, Some
from estatectl.domain.rules.decisions import Hit, Rule, Table
from estatectl.domain.tree import Node
from estatectl.domain.words import Words


def check_decisions(bundle: Bundle) -> Iterator[Problem]:
    """Every table of the bundle."""
    tables = bundle.tables
    for node in bundle.documents.get("decision", ()):
        table = tables[node.text("id")]
        yield from _dead_rules(table)
        yield from _vain_outputs(table, node)
        yield from _silence(table, node)


def _dead_rules(table: Table) -> Iterator[Problem]:
    for index, rule in enumerate(table.rules):
        parts = _parts(rule.when)
        if _contradicts(parts):
            words = Words(
                zh="规则“{id}”的条件自相矛盾，永远不会成立", en="the condition of rule '{id}' can never hold"
            ).fill(id=rule.id)
            yield Problem("EST-319", words, rule.place)
            continue
        for earlier in table.rules[:index]:
            if table.hit is not Hit.COLLECT and _covers(_parts(earlier.when), parts):
                yield _shadowed(table, rule, earlier)
                break
    always = next((rule for rule in table.rules if not _parts(rule.when)), None)
    if table.otherwise is not None and always is not None:
        words = Words(
            zh="规则“{id}”总是成立，otherwise 永远用不上",
            en="rule '{id}' always holds, so `otherwise` is never reached",
        ).fill(id=always.id)
        yield Problem("EST-318", words, table.otherwise.place)


def _shadowed(table: Table, rule: Rule, earlier: Rule) -> Problem:
    if table.hit is Hit.UNIQUE:
        words = Words(
            zh="规则“{id}”成立时“{earlier}”必然也成立，本表只许一条成立",
            en="whenever rule '{id}' holds '{earlier}' holds too, and this table allows only one",
        )
        return Problem("EST-322", words.fill(id=rule.id, earlier=earlier.id), rule.place)
    words = Words(
        zh="规则“{id}”永远轮不到：凡它成立时，前面的“{earlier}”已经成立",
        en="rule '{id}' is never reached: whenever it holds, '{earlier}' before it holds already",
    )
    hint = Words(
        zh="把“{id}”移到“{earlier}”（第 {line} 行）之前，或改条件",
        en="move '{id}' before '{earlier}' (line {line}), or change its condition",
    )
    filled = {"id": rule.id, "earlier": earlier.id}
    return Problem("EST-318", words.fill(**filled), rule.place, hint.fill(**filled, line=earlier.place.line))


def _vain_outputs(table: Table, node: Node) -> Iterator[Problem]:
    every = (*table.rules, *((table.otherwise,) if table.otherwise else ()))
    given = {name for rule in every for name in rule.then}
    for name in table.outputs:
        if name not in given:
            words = Words(zh="没有一条规则给出结论“{name}”", en="no rule ever gives the output '{name}'")
            yield Problem("EST-320", words.fill(name=name), node["outputs"][name].key_place)


def _silence(table: Table, node: Node) -> Iterator[Problem]:
    """A table that must decide says what follows where no rule holds."""
    answered = table.otherwise is not None or any(not _parts(rule.when) for rule in table.rules)
    if node.flag("must_decide") and not answered:
        words = Words(
            zh="判定表“{id}”必须有结论，却没有写没有规则成立时怎么办",
            en="table '{id}' must decide, and does not say what follows where no rule holds",
        )
        hint = Words(zh="加一段 otherwise:，写明 then 和 because", en="add `otherwise:` with `then` and `because`")
        yield Problem("EST-321", words.fill(id=table.id), node["must_decide"].place, hint)


def _parts(when: Condition) -> tuple[Condition, ...]:
    """What must hold together."""
    if isinstance(when, All):
        return tuple(each for part in when.parts for each in _parts(part))
    if isinstance(when, Some) and len(when.parts) == 1:
        return _parts(when.parts[0])
    return (when,)


def _covers(earlier: tuple[Condition, ...], later: tuple[Condition, ...]) -> bool:
    """Whether each part of the earlier rule follows from some part of the later one: sound, not complete."""
    return all(any(_follows(part, given) for given in later) for part in earlier)


def _follows(part: Condition, given: Condition) -> bool:
    match part, given:
        case (Among(fact, wide), Among(other, narrow)) if fact == other:
            return set(narrow) <= set(wide)
        case (Some(wide), Some(narrow)):
            return set(narrow) <= set(wide)
        case (Some(wide), _):
            return given in wide
        case (Compare(fact, sign, bound), Compare(other, same_sign, limit)) if fact == other and sign == same_sign:
            return {"eq": limit == bound, "lt": limit <= bound, "lte": limit <= bound}.get(sign, limit >= bound)
        case _:
            return part == given


@dataclass(slots=True)
class _Span:
    """What is left open to a number."""

    low: Decimal = Decimal("-Infinity")
    high: Decimal = Decimal("Infinity")
    low_open: bool = False
    high_open: bool = False

    def narrow(self, sign: str, bound: Decimal) -> None:
        if sign in ("eq", "gt", "gte") and (bound, sign == "gt") > (self.low, self.low_open):
            self.low, self.low_open = bound, sign == "gt"
        if sign in ("eq", "lt", "lte") and (-bound, sign == "lt") > (-self.high, self.high_open):
            self.high, self.high_open = bound, sign == "lt"

    @property
    def empty(self) -> bool:
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))


def _contradicts(parts: tuple[Condition, ...]) -> bool:
    """Whether parts that must hold together never do, as far as equality and bounds tell."""
    spans: dict[str, _Span] = {}
    values: dict[str, set[str | bool]] = {}
    for part in parts:
        match part:
            case Among(fact, allowed):
                values[fact] = values.get(fact, set(allowed)) & set(allowed)
            case Compare(fact, sign, bound):
                spans.setdefault(fact, _Span()).narrow(sign, bound)
            case Some(()):
                return True
    return any(not left for left in values.values()) or any(span.empty for span in spans.values())
