"""Between them the three scenarios leave a record of every clause that anything carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.driving import estatectl


@pytest.mark.slow
def test_every_clause_that_is_carried_has_an_example_in_a_sample_estate(tmp_path: Path) -> None:
    proved: set[str] = set()
    pending: set[str] = set()
    every: set[str] = set()
    for play in ("day", "gate", "office"):
        place = tmp_path / play
        assert estatectl("demo", str(place), "--play", play, "-q", cwd=tmp_path).status == 0
        traced = estatectl("charter", "trace", "--format", "json", cwd=place).document
        every = {clause["id"] for clause in traced["clauses"]}
        pending = set(traced["pending"])
        proved |= {clause["id"] for clause in traced["clauses"] if any(each["records"] for each in clause["carriers"])}
    assert len(every) == 112
    assert pending == set()
    assert every - proved == set()
