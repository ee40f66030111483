"""What every test of cases starts from: a founded estate on a working Wednesday at nine."""

from __future__ import annotations

import pytest

from tests.cases.house import Estate


@pytest.fixture
def estate() -> Estate:
    return Estate.founded()
