"""`policy show programme ID --next N` as a process: what people see, what programs read, and how it ends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.driving import Outcome, estatectl
from tests.policyfiles.examples import VALID

NOW = "2026-11-27T09:00"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("estate")
    shutil.copytree(VALID, root / "policies")
    return root


def shown(place: Path, programme: str, *words: str, now: str = NOW) -> Outcome:
    return estatectl("policy", "show", "programme", programme, *words, "--now", now, "--dir", str(place))


def test_the_next_rounds_of_a_programme_are_shown_with_their_windows(place: Path) -> None:
    ended = shown(place, "pump_daily", "--next", "2", "--lang", "en")
    assert ended.status == 0
    assert ended.out.splitlines() == [
        "Daily look at the pumps",
        "how often  Monday to Friday at 08:30, 16:30, in 11-01..03-31, only on open days of 'Office hours'",
        "subjects   Pump 1",
        "done by    Technician",
        "by law     the rules of safe working",
        "opens             nominal           due               missed after      subjects",
        "----------------  ----------------  ----------------  ----------------  --------",
        "Fri 27 Nov 15:30  Fri 27 Nov 16:30  Fri 27 Nov 18:30  Fri 27 Nov 19:00  Pump 1",
        "Mon 30 Nov 07:30  Mon 30 Nov 08:30  Mon 30 Nov 10:30  Mon 30 Nov 11:00  Pump 1",
    ]


def test_it_reads_in_chinese_too(place: Path) -> None:
    ended = shown(place, "pool_before_opening", "--next", "1", "--lang", "zh")
    assert ended.out.splitlines() == [
        "开放前检查",
        "周期    泳池自身每日首次开放前 1小时",
        "对象    儿童池",
        "由谁做  维修工",
        "可开始            时间              最迟              再迟算漏做        对象",
        "----------------  ----------------  ----------------  ----------------  ------",
        "11-28 周六 08:00  11-28 周六 08:00  11-28 周六 08:00  11-28 周六 08:00  儿童池",
    ]


def test_programs_read_the_same_in_the_estates_zone(place: Path) -> None:
    document = shown(place, "pump_daily", "--next", "1", "--format", "json").document
    assert (document["follows"], document["example"], document["why_none"]) == ("scheduled", False, None)
    assert document["occurrences"] == [
        {
            "opens": "2026-11-27T15:30:00+08:00",
            "nominal": "2026-11-27T16:30:00+08:00",
            "due": "2026-11-27T18:30:00+08:00",
            "closes": "2026-11-27T19:00:00+08:00",
            "subjects": ["pump_1"],
        }
    ]


def test_what_follows_a_completion_says_so_and_gives_an_example(place: Path) -> None:
    ended = shown(place, "filters", "--next", "2", "--lang", "en")
    assert "each counts from when the last was done; for example, done at 2026-11-27 09:00" in ended.out
    assert [line[:21] for line in ended.out.splitlines()[-2:]] == ["Sun 27 Dec 09:00     ", "Wed 27 Jan 2027 09:00"]
    document = shown(place, "filters", "--next", "1", "--after", "2026-01-01", "--format", "json").document
    assert (document["follows"], document["example"]) == ("after_completion", True)
    assert document["occurrences"][0]["nominal"] == "2026-01-31T09:00:00+08:00"


def test_what_follows_an_event_says_so_and_shows_all_that_one_brings(place: Path) -> None:
    ended = shown(place, "revisit", "--next", "10", "--after", "2026-03-02", "--lang", "en")
    assert "begun by a move of a case and counted from it; for example, moved at 2026-03-02 00:00:" in ended.out
    assert len(ended.out.splitlines()) == 9
    assert ended.out.splitlines()[-1].endswith("the case")


def test_a_calendar_whose_years_end_shows_what_is_known_and_says_why_no_more(place: Path) -> None:
    ended = shown(place, "pump_daily", "--next", "5", "--lang", "en", now="2026-12-31T12:00")
    assert ended.status == 0
    assert ended.out.splitlines()[-1].startswith("Thu 31 Dec 15:30")
    assert "EST-337" in ended.err
    nothing = shown(place, "pump_daily", "--next", "5", "--after", "2027-01-04")
    assert nothing.status == 3


def test_a_rule_that_has_ended_says_why_there_is_none(place: Path) -> None:
    path = place / "policies" / "programmes" / "meeting.yaml"
    written = path.read_text(encoding="utf-8")
    path.write_text(written.replace("BYDAY=1MO", "BYDAY=1MO;UNTIL=20261231"), encoding="utf-8")
    try:
        ended = shown(place, "meeting", "--after", "2027-01-01", "--lang", "en")
        assert ended.status == 0
        assert ended.out.splitlines()[-1] == (
            "none for twelve years after 2027-01-01 00:00: dates, season and calendar never meet, or the rule has ended"
        )
    finally:
        path.write_text(written, encoding="utf-8")


REFUSED = {
    "another kind": (("workflow", "job", "--next", "3"), "EST-443"),
    "no programme": (("--next", "3"), "EST-443"),
    "an unknown one": (("programme", "pump_dayly", "--next", "3"), "EST-441"),
    "an instant that is none": (("programme", "filters", "--after", "tomorrow"), "EST-467"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_it_is_refused(case: tuple[tuple[str, ...], str], place: Path) -> None:
    words, code = case
    ended = estatectl("policy", "show", *words, "--dir", str(place), "--lang", "en")
    assert (ended.status, ended.out) == (2, "")
    assert code in ended.err
