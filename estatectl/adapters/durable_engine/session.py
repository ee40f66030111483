"""Floor 3: the one place that talks to durable-rules: one host, no threads, one default session per set of rules.

Every way in which the engine can keep silent (a swallowed exception, a locked session, an answer for another record)
becomes an `EngineFault` here, and every message that goes in comes out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import count
from typing import Any

import durable_rules_engine as native  # type: ignore[import-not-found]  # the C part has no types
from durable import engine

from estatectl.adapters.durable_engine.faults import EngineFault, raised, silent, stray, swallowed
from estatectl.adapters.durable_engine.projection import MARK, Definition, Message

CATCH_ALL = "none"
LAST = 65535  # the engine's lowest priority

_serial = count(1)
_message_ids = count(1)


class _Host(engine.Host):  # type: ignore[misc]  # durable-rules has no types
    def _run(self) -> None:
        """The two timer threads of the stock host are not started: everything happens within a call."""


@cache
def _host() -> _Host:
    # The engine gives up an action that lasts ten seconds by the wall clock, and then stays locked for a minute.
    # Ours only append to a list; time stands still for it, so neither a stepped clock nor a stopped process matters.
    engine._unix_now = lambda: 0.0
    return _Host()


class Session:
    """A set of rules in the engine. `rules` maps a name to a definition without its action."""

    def __init__(self, title: str, rules: Mapping[str, Definition], read: Callable[[Any], Any] | None = None) -> None:
        self._title = title
        self._name = f"{next(_serial)}"
        self._noted: list[tuple[str, Any]] = []
        self._used = False
        definition = {name: {**rule, "run": self._note(name, read or _message_id)} for name, rule in rules.items()}
        definition[CATCH_ALL] = {"all": [{"m": {MARK: 1}}], "pri": LAST, "run": self._note(CATCH_ALL, _message_id)}
        with self._watched():
            _host().register_rulesets({self._name: definition})

    def _note(self, rule: str, read: Callable[[Any], Any]) -> Callable[[Any], None]:
        def note(closure: Any) -> None:
            self._noted.append((rule, read(closure)))

        return note

    def first(self, message: Message) -> str | None:
        """The one rule that takes this message; None where only the catch-all does."""
        number = next(_message_ids)
        self._call(_host().post, {**message, "id": number})
        if len(self._noted) != 1:
            raise silent(self._title)
        rule, answered = self._noted[0]
        if answered != number:
            raise stray(self._title)
        return None if rule == CATCH_ALL else rule

    def every(self, message: Message) -> frozenset[str]:
        """All rules that hold for this message, which is gone again afterwards."""
        number = next(_message_ids)
        fact = {**message, "id": number}
        self._call(_host().assert_fact, fact)
        fired = list(self._noted)
        self._call(_host().retract_fact, fact)
        if not fired or self._noted:
            raise silent(self._title)
        if any(answered != number for _, answered in fired):
            raise stray(self._title)
        return frozenset(rule for rule, _ in fired if rule != CATCH_ALL)

    def joined(self, facts: list[Message]) -> list[tuple[str, Any]]:
        """What rules over several facts note while these are there together; none of them stays."""
        held = [{**fact, "id": next(_message_ids)} for fact in facts]
        fired: list[tuple[str, Any]] = []
        for fact in held:
            self._call(_host().assert_fact, fact)
            if not self._noted:
                raise silent(self._title)
            fired += self._noted
        for fact in held:
            self._call(_host().retract_fact, fact)
        return [(rule, read) for rule, read in fired if rule != CATCH_ALL]

    def left_behind(self) -> int:
        """How many facts and events the engine still holds; zero after every call."""
        ruleset = _host().get_ruleset(self._name)
        return len(ruleset.get_facts(None)) + len(ruleset.get_pending_events(None)) if self._used else 0

    def close(self) -> None:
        """Give the engine's memory back."""
        host = _host()
        ruleset = host._ruleset_directory.pop(self._name, None)
        if ruleset is None:
            return
        host._ruleset_list.remove(ruleset)
        if self._used:  # deleting the state of a session in which no action ran crashes the process
            ruleset.delete_state(None)
            native.delete_ruleset(ruleset._handle)

    def _call(self, what: Callable[[str, Message], Any], message: Message) -> None:
        self._noted.clear()
        with self._watched():
            state = what(self._name, message)
        self._used = self._used or bool(self._noted)
        if state and "exception" in state:
            raise swallowed(self._title, state["exception"])

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except EngineFault:
            raise
        except Exception as error:
            raise raised(self._title, error) from error


def _message_id(closure: Any) -> int:
    number: int = closure.m.id
    return number
