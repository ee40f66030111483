"""An office for each test."""

from __future__ import annotations

import pytest

from tests.office.house import Office


@pytest.fixture
def office() -> Office:
    return Office.founded()
