"""Decision tables compiled to plain Python: the engine of everything that decides in bulk, equal to `decide`.

The source is generated from checked trees alone; every value of a policy enters it as a constant by name, never as
text. One equality that many rules ask becomes a dispatch: a record only meets the rules that its value leaves open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, assert_never

from estatectl.domain.rules.conditions import All, Among, Compare, Condition, Holds, Known, Not, Some, named_facts
from estatectl.domain.rules.decisions import Decision, Hit, Table, conclude
from estatectl.domain.rules.facts import Facts

Hits = tuple[int, ...]
Hitter = Callable[[Callable[..., Any]], Hits]
_Numbered = tuple[int, Condition]

_MOST_DISPATCHED = 20_000  # tests written out over all values; beyond that one run of rules is kept
_MOST_KEPT = 10_000  # conclusions remembered for a `collect` table
_SIGNS = {"eq": "==", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}


class Evaluator:
    """A table made fast. Worth its making (some milliseconds) from a few hundred decisions on; safe for threads."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._hits = _compiled(table)
        self._concluded: dict[Hits, Decision] = {}

    def hits(self, facts: Facts) -> Hits:
        """The rules that hold, by place in the table; only the first one for a `first` table."""
        return self._hits(facts.get)

    def conclusion(self, facts: Facts) -> Decision:
        """The decision without its facts: one shared value for all records that the same rules decide."""
        hits = self._hits(facts.get)
        kept = self._concluded.get(hits)
        return kept if kept is not None else self._conclude(hits)

    def decide(self, facts: Facts) -> Decision:
        """Exactly `decisions.decide(table, facts)`, `Ambiguous` included."""
        kept = self.conclusion(facts)
        return Decision(kept.table, facts, kept.fired, kept.values, kept.sure)

    def _conclude(self, hits: Hits) -> Decision:
        concluded = conclude(self.table, {}, tuple(self.table.rules[index] for index in hits))
        if len(self._concluded) < _MOST_KEPT:
            self._concluded[hits] = concluded
        return concluded


def _compiled(table: Table) -> Hitter:
    rules: list[_Numbered] = [(index, rule.when) for index, rule in enumerate(table.rules)]
    writer = _Writer(first=table.hit is Hit.FIRST)
    fact, values = _dispatch(rules)
    if fact is None:
        return writer.function(rules)
    by_value = {value: writer.function(_open_to(rules, fact, value)) for value in values}
    other = writer.function(_open_to(rules, fact, None))

    def hits(get: Callable[..., Any]) -> Hits:
        return by_value.get(get(fact), other)(get)

    return hits


def _dispatch(rules: Sequence[_Numbered]) -> tuple[str | None, tuple[str | bool, ...]]:
    """The fact that most rules ask for equality first of all, and its values; None where it does not pay."""
    asked = Counter(test.fact for _, when in rules for test in _equalities(when))
    if not asked:
        return None, ()
    fact, uses = asked.most_common(1)[0]
    values = dict.fromkeys(value for _, when in rules for test in _equalities(when, fact) for value in test.values)
    pays = uses > 2 and len(values) * len(rules) <= _MOST_DISPATCHED
    return (fact, tuple(values)) if pays else (None, ())


def _equalities(when: Condition, fact: str | None = None) -> list[Among]:
    parts = when.parts if isinstance(when, All) else (when,)
    return [part for part in parts if isinstance(part, Among) and fact in (None, part.fact)]


def _open_to(rules: Sequence[_Numbered], fact: str, value: str | bool | None) -> list[_Numbered]:
    """The rules that may hold for a value (None: any that no rule names), less what the value has settled."""
    kept: list[_Numbered] = []
    for index, when in rules:
        settled = _equalities(when, fact)
        if all(value in test.values for test in settled):
            parts = when.parts if isinstance(when, All) else (when,)
            kept.append((index, All(tuple(part for part in parts if part not in settled))))
    return kept


class _Writer:
    """Writes functions from conditions; `first` ones stop at the first rule that holds."""

    def __init__(self, *, first: bool) -> None:
        self._first = first

    def function(self, rules: Sequence[_Numbered]) -> Hitter:
        source = _Source()
        body = [line for index, when in rules for line in self._rule(source.test(when), index)]
        end = "return ()" if self._first else "return tuple(found)"
        lines = [*source.reads, *([] if self._first else ["found = []"]), *body, end]
        text = "def hits(get):\n" + "".join(f"    {line}\n" for line in lines)
        space: dict[str, Any] = {**source.constants, "Decimal": Decimal, "frozenset": frozenset}
        exec(compile(text, "<decision table>", "exec"), space)
        written: Hitter = space["hits"]
        return written

    def _rule(self, test: str, index: int) -> Iterable[str]:
        then = f"return ({index},)" if self._first else f"found.append({index})"
        return (f"if {test}: {then}",) if test != "True" else (then,)


class _Source:
    """The local names and constants of one function."""

    def __init__(self) -> None:
        self.reads: list[str] = []
        self.constants: dict[str, Any] = {"EMPTY": frozenset()}
        self._names: dict[tuple[str, str], str] = {}
        self._shared: dict[object, str] = {}

    def test(self, when: Condition) -> str:
        match when:
            case Among(fact, values):
                return self._among(fact, values)
            case Compare(fact, op, bound):
                name = self._local(fact, "number")
                return f"({name} is not None and {name} {_SIGNS[op]} {self._constant(bound)})"
            case Holds(fact, member):
                return f"({self._constant(member)} in {self._local(fact, 'set')})"
            case Known(fact):
                return f"({self._local(fact, 'value')} is not None)"
            case Not(part):
                return f"(not {self.test(part)})"
            case All(parts):
                return self._joined("and", parts, "True")
            case Some(parts):
                return self._one_of(parts) or self._joined("or", parts, "False")
            case _:
                assert_never(when)

    def _among(self, fact: str, values: tuple[str | bool, ...]) -> str:
        name = self._local(fact, "value")
        if len(values) == 1:
            return f"({name} == {self._constant(values[0])})"
        return f"({name} in {self._constant(frozenset(values))})"

    def _one_of(self, parts: tuple[Condition, ...]) -> str | None:
        """Members of one set are asked in one go."""
        members = [part.member for part in parts if isinstance(part, Holds)]
        facts = frozenset().union(*(named_facts(part) for part in parts))
        if len(members) < 2 or len(members) < len(parts) or len(facts) != 1:
            return None
        return f"(not {self._constant(frozenset(members))}.isdisjoint({self._local(next(iter(facts)), 'set')}))"

    def _joined(self, word: str, parts: tuple[Condition, ...], empty: str) -> str:
        written = [self.test(part) for part in sorted(parts, key=_cost)]
        return empty if not written else written[0] if len(written) == 1 else f"({f' {word} '.join(written)})"

    def _local(self, fact: str, use: str) -> str:
        """The name of a fact as one use needs it: a value of another kind counts as absent, as in `holds`."""
        name = self._names.get((fact, use))
        if name is None:
            name = self._names[fact, use] = f"{use}{len(self._names)}"
            self.reads.append(f"{name} = get({self._constant(fact)}{', EMPTY' if use == 'set' else ''})")
            if use == "number":
                self.reads.append(f"{name} = {name} if isinstance({name}, Decimal) else None")
            if use == "set":
                self.reads.append(f"{name} = {name} if isinstance({name}, frozenset) else EMPTY")
        return name

    def _constant(self, value: object) -> str:
        name = self._shared.get((type(value), value))
        if name is None:
            name = self._shared[type(value), value] = f"c{len(self._shared)}"
            self.constants[name] = value
        return name


def _cost(part: Condition) -> int:
    """Cheap tests first; the order of parts has no meaning, so this changes speed alone."""
    match part:
        case Among() | Known():
            return 0
        case Holds():
            return 1
        case Compare():
            return 2
        case _:
            return 3
