"""Which engine the house gets, and what it costs a command that decides nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from estatectl.adapters.engines import LiveEngine
from estatectl.domain.rules.decisions import decide
from tests.engine.build import floor, table

ROOT = Path(__file__).parents[2]
DECIDE = """
from decimal import Decimal
from estatectl.adapters.engines import LiveEngine
from tests.engine.build import floor, table
from tests.engine.test_correlations import DAY, REPEAT, home, live
engine = LiveEngine()
print(engine.decide(table(floor("gte", 30)), {"floor": Decimal(30)}).fired)
earlier = live("A", DAY, household="1-1", concept="no_water")
print([each.others for each in engine.correlate(REPEAT, home(1), [earlier])])
print(engine.name)
"""


def run(code: str, *options: str) -> list[str]:
    """The lines that a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, *options, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_durable_rules_decides_and_joins_where_it_is_there_and_warns_of_nothing() -> None:
    pytest.importorskip("durable", exc_type=ImportError)
    # hypothesis is loaded first: what other packages warn of is not asked here
    prepared = "import hypothesis, pytest, warnings; warnings.simplefilter('error')"
    assert run(prepared + DECIDE) == ["('r0',)", "[('A',)]", "durable-rules"]


def test_plain_python_decides_and_joins_where_durable_rules_cannot_be_imported() -> None:
    assert run("import sys; sys.modules['durable'] = None" + DECIDE) == ["('r0',)", "[('A',)]", "plain"]


def test_nothing_of_durable_rules_is_imported_before_the_first_decision() -> None:
    code = """
import sys
from estatectl.adapters.engines import LiveEngine
LiveEngine()
print("durable" in sys.modules, "durable_rules_engine" in sys.modules)
"""
    assert run(code) == ["False False"]


def test_deciding_starts_no_thread() -> None:
    assert run(DECIDE + "import threading; print(threading.active_count())")[-1] == "1"


def test_the_engine_of_the_house_says_what_the_reference_says() -> None:
    rules = table(floor("gte", 30), floor("lt", 0))
    engine = LiveEngine()
    for facts in ({}, {"night": True}):
        assert engine.decide(rules, facts) == decide(rules, facts)
