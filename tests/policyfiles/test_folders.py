"""Policy folders that are missing, empty or reach outside themselves: never a clean result."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from estatectl.adapters.policyfiles import check_directory, load_bundle
from estatectl.adapters.policyfiles.sources import gather
from estatectl.domain.problems import PolicyInvalid
from tests.policyfiles.examples import VALID


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return Path(shutil.copytree(VALID, tmp_path / "policies"))


def _codes(folder: Path) -> list[str]:
    return [problem.code for problem in check_directory(folder)]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    assert _codes(tmp_path / "nowhere") == ["EST-131"]


def test_a_folder_without_policies_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("nothing here")
    assert _codes(tmp_path) == ["EST-130"]
    with pytest.raises(PolicyInvalid):
        load_bundle(tmp_path)


@pytest.mark.parametrize("kind", ["estate", "charter", "organisation", "site"])
def test_a_kind_that_must_be_there_is_missed(policies: Path, kind: str) -> None:
    (policies / f"{kind}.yaml").unlink()
    told = {problem.words.en for problem in check_directory(policies) if problem.code == "EST-302"}
    assert told == {f"there is no '{kind}' document"}


def test_a_link_that_leads_out_is_refused(policies: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("kind: checklist\n")
    (policies / "inside.yaml").symlink_to(outside)
    assert _codes(policies) == ["EST-128"]


def test_a_link_within_the_folder_is_followed(policies: Path) -> None:
    (policies / "same.yaml").symlink_to(policies / "checklists" / "follow_up_call.yaml")
    assert _codes(policies) == ["EST-301"]


def test_a_link_to_nothing_cannot_be_read(policies: Path) -> None:
    (policies / "gone.yaml").symlink_to(policies / "nothing.yaml")
    assert _codes(policies) == ["EST-101"]


def test_all_problems_of_all_files_come_in_one_run(policies: Path) -> None:
    for name in ("estate.yaml", "site.yaml", "calendars/office.yaml", "decisions/targets.yaml"):
        path = policies / name
        path.write_text(path.read_text(encoding="utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    files = [problem.place.file for problem in check_directory(policies) if problem.place is not None]
    assert sorted(Path(file).name for file in files) == ["estate.yaml", "office.yaml", "site.yaml", "targets.yaml"]


def test_one_broken_file_does_not_make_its_neighbours_look_wrong(policies: Path) -> None:
    path = policies / "organisation.yaml"
    path.write_text("kind: organisation\nid: [\n", encoding="utf-8")
    assert _codes(policies) == ["EST-106"]


def test_the_digest_follows_content_and_names_and_nothing_else(policies: Path, tmp_path: Path) -> None:
    before = gather(policies).digest
    copy = Path(shutil.copytree(policies, tmp_path / "elsewhere"))
    (copy / "notes.txt").write_text("not a policy")
    assert gather(copy).digest == before
    (copy / "site.yaml").rename(copy / "sites.yaml")
    assert gather(copy).digest != before


def test_a_document_is_looked_into_although_its_neighbour_of_the_same_kind_is_broken(policies: Path) -> None:
    job = policies / "workflows" / "job.yaml"
    text = job.read_text(encoding="utf-8")
    broken = text.replace("to: in_hand", "to: in_hnad", 1)
    assert broken != text
    job.write_text(broken, encoding="utf-8")
    alone = _codes(policies)
    (policies / "workflows" / "half.yaml").write_text("kind: workflow\nid: half\n", encoding="utf-8")
    together = _codes(policies)
    assert "EST-380" in alone
    assert together.count("EST-380") == alone.count("EST-380")
    assert "EST-204" in together
