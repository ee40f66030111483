"""The command `comply` as cron and managers run it: exit statuses, both languages, one document, the same bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from estatectl.cli.main import run
from estatectl.wiring import founding
from estatectl.wiring.places import packaged
from tests.nights.house import ARRIVAL, LIFTS, WAIVED_LIFT
from tests.rounds.house import laid_out
from tests.terminal import Typing

NIGHT = "2026-10-10T00:20"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An estate after a Friday on which nobody looked at any lift."""
    place = tmp_path_factory.mktemp("nights") / "estate"
    own = laid_out(place.with_name("policies"))
    (own / "controls").mkdir()
    (own / "controls" / "arrival.yaml").write_text(ARRIVAL, encoding="utf-8")
    (own / "controls" / "lifts.yaml").write_text(LIFTS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(founding, "packaged", lambda name: own if name == "policies" else packaged(name))
        assert run(["init", str(place), "--sample", "-q", "--now", "2026-10-09T06:00"]) == 0
    for now in ("2026-10-09T08:30", "2026-10-10T00:01"):
        assert run(["tick", "--as", "system", "--dir", str(place), "--now", now]) == 0
    return place


@pytest.fixture
def cron(founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typing:
    monkeypatch.setenv("COLUMNS", "120")
    return Typing(Path(shutil.copytree(founded, tmp_path / "estate")), capsys, NIGHT, "system")


def test_findings_end_with_1_and_those_below_what_fails_with_0(cron: Typing) -> None:
    assert cron("comply", "run").status == 1
    assert cron("comply", "run", "--fail-on", "critical").status == 1
    lifts = cron.place / "policies" / "controls" / "lifts.yaml"
    lifts.write_text(LIFTS.replace("critical", "minor"), encoding="utf-8")
    cron.now = "2026-10-10T01:00"
    cron("tick")
    cron.now = "2026-10-11T00:20"
    assert cron("comply", "run", "--fail-on", "major").status == 0


def test_the_one_line_is_last_and_says_it_all(cron: Typing) -> None:
    lines = cron("comply", "run", lang="zh").out.rstrip().splitlines()
    assert "2026-10-09：2 个控制点，22 条结论：符合 0，不符合 22，无从证明 0，已豁免 0" in lines
    assert lines[-1] == "逐条看缘由：estatectl comply explain lifts@RD-1"
    english = cron("comply", "run").out
    assert "2026-10-09: 2 controls, 22 verdicts: satisfied 0, violated 22, unproven 0, waived 0" in english
    assert "1 controls had nothing to judge" in english


def test_run_late_or_twice_it_prints_the_same_bytes(cron: Typing) -> None:
    first = cron("comply", "run", "--format", "json").out
    second = cron("comply", "run", "--format", "json").out
    cron.now = "2026-12-01T12:00"
    late = cron("comply", "run", "--date", "2026-10-09", "--format", "json").out
    assert first == second == late


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        pytest.param(("--date", "2026-10-10"), 2, "EST-731", id="a day that is not over"),
        pytest.param(("--date", "10.9."), 2, "EST-738", id="no date"),
        pytest.param(("--date", "2020-01-01"), 5, "EST-730", id="before anything was written"),
        pytest.param(("--since", "2026-10-01"), 2, "EST-735", id="a night that was never checked"),
    ],
)
def test_what_cannot_be_checked_is_refused(cron: Typing, words: tuple[str, ...], status: int, code: str) -> None:
    answer = cron("comply", "run", *words)
    assert (answer.status, answer.codes, answer.out) == (status, [code], "")


def test_policies_without_controls_are_nothing_to_check(cron: Typing) -> None:
    shutil.rmtree(cron.place / "policies" / "controls")
    cron.now = "2026-10-10T01:00"
    cron("tick")
    cron.now = "2026-10-11T00:20"
    answer = cron("comply", "run")
    assert (answer.status, answer.codes) == (5, ["EST-730"])


def test_a_malformed_waiver_waives_nothing_and_fails_the_run(cron: Typing) -> None:
    folder = cron.place / "policies" / "waivers"
    folder.mkdir()
    (folder / "lift.yaml").write_text(WAIVED_LIFT % ("RD-*", "2026-13-01"), encoding="utf-8")
    answer = cron("comply", "run")
    assert (answer.status, answer.codes) == (3, ["EST-212"])


class TestExplain:
    """Why a verdict came out so."""

    def test_a_finding_tells_rule_facts_and_entries(self, cron: Typing) -> None:
        answer = cron("comply", "explain", "lifts@RD-1", "--format", "json")
        told = answer.document
        assert answer.status == 1
        assert (told["outcome"], told["facts"]) == ("violated", {"missed": True, "over": True})
        assert told["rule"].endswith("lifts.yaml:2")
        assert [entry["kind"] for entry in told["entries"]][:1] == ["due"]

    def test_it_reads_well_in_chinese(self, cron: Typing) -> None:
        out = cron("comply", "explain", "lifts@RD-1", lang="zh").out
        assert "不符合" in out
        assert "条款 3.2.1.1" in out
        assert "补做" in out

    def test_what_was_not_looked_at_is_said_so(self, cron: Typing) -> None:
        assert cron("comply", "explain", "lifts@RD-9999").codes == ["EST-737"]
        assert cron("comply", "explain", "lfits@RD-1").codes == ["EST-736"]
        assert cron("comply", "explain", "lifts").codes == ["EST-736"]


def test_the_controls_are_listed_also_by_clause(cron: Typing) -> None:
    assert [each["id"] for each in cron("comply", "list", "--format", "json").document["controls"]] == [
        "arrival",
        "lifts",
    ]
    named = cron("comply", "list", "--clause", "3.2.1.1", "--format", "json").document["controls"]
    assert [each["id"] for each in named] == ["lifts"]
    assert cron("comply", "list", "--clause", "1.1").status == 1
    assert cron("comply", "list", "--clause", "9.9").codes == ["EST-995"]


def test_a_control_is_tried_before_anybody_relies_on_it(cron: Typing) -> None:
    """Under the policies at hand, though none had been taken up with it; nothing is journaled."""
    new = LIFTS.replace("id: lifts", "id: lifts_on_time").replace("missed: false", "timeliness: on_time")
    (cron.place / "policies" / "controls" / "new.yaml").write_text(new, encoding="utf-8")
    before = cron("journal", "verify", "--format", "json").document
    answer = cron("comply", "try", "lifts_on_time")
    assert answer.status == 1
    assert "lifts_on_time@RD-1 " in answer.out
    assert "unproven 22" in answer.out
    assert cron("comply", "try", "arrival").status == 5
    assert cron("comply", "try", "lifts_in_time").codes == ["EST-736"]
    assert cron("journal", "verify", "--format", "json").document == before
