"""The roster of a long play is put down in stretches that a roster file may have."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from estatectl.usecases.simulating.founding import stretches

FIRST = date(2025, 9, 1)


@pytest.mark.parametrize("days", [1, 366, 367, 732, 733, 1000])
def test_every_day_lies_in_one_stretch_and_none_is_longer_than_a_year(days: int) -> None:
    last = FIRST + timedelta(days=days - 1)
    found = list(stretches(FIRST, last))
    assert (found[0][0], found[-1][1]) == (FIRST, last)
    assert all(before[1] + timedelta(days=1) == after[0] for before, after in pairwise(found))
    assert all((until - since).days < 366 for since, until in found)
