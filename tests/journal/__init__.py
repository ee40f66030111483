"""The journal: the chain itself, the suite every journal passes, and what only SQLite in a file can suffer."""

import pytest

pytest.register_assert_rewrite(f"{__name__}.suite")
