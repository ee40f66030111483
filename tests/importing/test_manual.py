"""What the manual shows works: its file goes in by its mapping, and the mappings to start from fit the workflow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from estatectl.usecases.import_checks import check_map
from estatectl.wiring.documents import import_map
from tests.cases.house import DESK, Estate
from tests.importing.files import imported, maps_for_cases

DOCS = Path(__file__).parents[2] / "docs"


def block(page: str, kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", (DOCS / "how-to" / page).read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("page", ["import.md", "import.zh-CN.md"])
def test_the_file_of_the_manual_goes_in_by_its_mapping(page: str, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text(block(page, "csv"), encoding="utf-8")
    (tmp_path / "old.yaml").write_text(block(page, "yaml"), encoding="utf-8")
    estate = Estate.founded("05-06 09:00")
    done = imported(estate.house(DESK), tmp_path / "old.csv", tmp_path / "old.yaml")
    assert (done.opened, done.recorded, done.refused, done.unused) == (2, 1, (), ())


@pytest.mark.parametrize("path", maps_for_cases(), ids=lambda path: path.stem)
def test_the_mappings_to_start_from_fit_the_workflow(path: Path) -> None:
    house = Estate.founded().house(DESK)
    assert list(check_map(house, house.bundle.workflows["request"], import_map(path))) == []
