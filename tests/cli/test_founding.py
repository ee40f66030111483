"""An estate is made in an empty place or not at all, and says what to do next."""

from __future__ import annotations

from pathlib import Path

import pytest

from estatectl.adapters.estates import find_estate, lay_out
from estatectl.domain.problems import BadInput
from estatectl.wiring.places import packaged
from tests.cli.driving import estatectl


def test_a_new_estate_has_policies_schemas_a_journal_and_a_schedule(tmp_path: Path) -> None:
    place = tmp_path / "澜庭 华府"
    made = estatectl("init", str(place), "--format", "json")
    assert made.status == 0, made.err
    held = {path.name for path in place.iterdir()}
    kept = {"secrets.yaml", ".gitignore", "outbox", "reports", "backups"}
    assert held == {"policies", "schemas", "journal.sqlite", "cron", *kept}
    assert (place / "cron" / "crontab").read_text(encoding="utf-8") == made.document["crontab"]
    assert (place / "policies" / "estate.yaml").read_bytes() == (packaged("policies") / "estate.yaml").read_bytes()


def test_every_policy_finds_its_schema_from_where_it_lies(tmp_path: Path) -> None:
    place = tmp_path / "estate"
    lay_out(place, policies=packaged("policies"), schemas=packaged("schemas"))
    for policy in place.glob("policies/**/*.yaml"):
        first = policy.read_text(encoding="utf-8").splitlines()[0]
        _, found, reference = first.partition("$schema=")
        assert not found or (policy.parent / reference.strip()).is_file(), policy


@pytest.mark.parametrize("held", ["file.txt", ".hidden", "policies"])
def test_a_place_that_holds_anything_is_left_alone(tmp_path: Path, held: str) -> None:
    (tmp_path / held).mkdir()
    refused = estatectl("init", str(tmp_path))
    assert refused.status == 2
    assert "EST-702" in refused.err
    assert [path.name for path in tmp_path.iterdir()] == [held]


def test_a_file_is_no_place_for_an_estate(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x", encoding="utf-8")
    assert "EST-703" in estatectl("init", str(tmp_path / "f")).err


def test_without_a_name_it_is_made_here(tmp_path: Path) -> None:
    assert estatectl("新建", cwd=tmp_path).status == 0
    assert (tmp_path / "journal.sqlite").is_file()


def test_an_estate_is_found_from_below(tmp_path: Path) -> None:
    estatectl("init", str(tmp_path / "e"))
    below = tmp_path / "e" / "policies" / "calendars"
    below.mkdir(exist_ok=True)
    assert find_estate(None, below) == tmp_path / "e"
    assert find_estate(None, tmp_path) is None


def test_a_named_place_that_is_no_estate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="EST-705"):
        find_estate(tmp_path, tmp_path)
    with pytest.raises(BadInput, match="EST-704"):
        find_estate(tmp_path / "nowhere", tmp_path)


def test_the_doctor_says_where_it_is(tmp_path: Path) -> None:
    estatectl("init", str(tmp_path / "e"))
    seen = estatectl("doctor", "--format", "json", cwd=tmp_path / "e")
    checks = {check["name"]: check for check in seen.document["checks"]}
    assert checks["directory"] == {"name": "directory", "state": "ok", "detail": str(tmp_path / "e")}
    assert checks["journal"]["state"] == "ok"
    assert checks["engine"]["state"] in ("ok", "note")
    assert seen.status == (1 if any(check["state"] == "bad" for check in checks.values()) else 0)


def test_the_doctor_finds_a_missing_journal(tmp_path: Path) -> None:
    estatectl("init", str(tmp_path / "e"))
    (tmp_path / "e" / "journal.sqlite").unlink()
    seen = estatectl("doctor", "--dir", str(tmp_path / "e"))
    assert seen.status == 1
    assert "EST-501" in seen.err
