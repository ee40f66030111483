"""Rounds written down elsewhere and handed in as a file: each keeps its own time; good ones are kept, bad ones told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from estatectl.adapters.evidence import digest_of
from estatectl.domain.problems import BadInput
from estatectl.domain.rounds.round import RoundState, Timeliness
from estatectl.usecases.rounds.files import HandedIn, hand_in
from estatectl.wiring.documents import round_records
from tests.rounds.house import SIGNED, Estate, codes, when

GUARD, CLEANER, TECHNICIAN = "wang_zhipeng", "lu_xiuying", "zhao_qiang"
POOL = """\
  - programme: 池水
    at: "2026-05-06T09:10"
    all_ok: true
    answers: {余氯: 0.5, pH: "7.4"}
"""


@pytest.fixture
def estate() -> Estate:
    """Six in the evening of a day on which nothing was recorded."""
    estate = Estate.founded("05-06 00:00").at("05-06 18:00")
    estate.tick()
    return estate


def document(rounds: str, more: str = "") -> str:
    return f"kind: round_record\nid: night\n{more}rounds:\n{rounds}"


def handed_in(estate: Estate, folder: Path, text: str, *, by: str = CLEANER, name: str = "rounds.yaml") -> HandedIn:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return hand_in(estate.house(by), round_records(path), lambda said: digest_of(str(folder / said)))


def told(done: HandedIn) -> list[tuple[int, str]]:
    """Line and code of everything that is wrong."""
    return [(each.place.line if each.place else 0, each.code) for each in done.problems]


def night_walk(programme: str = "programme: 夜巡") -> str:
    """The guard's walk at four in the morning, as the route plans it, written on a machine that knows no numbers."""
    return f"""\
  - {programme}
    started: "04:00"
    at: "2026-05-06T05:10"
    except: {{fire_door_3: 用木块顶着}}
    all_ok: true
    visits:
      - {{checkpoint: XG-01, at: "04:00"}}
      - {{checkpoint: 西南角, at: "2026-05-06T04:05"}}
    log:
      - {{helped: 帮 3 幢刘阿姨提行李, at: "04:30"}}
      - {{saw: 东门外有车逗留}}
"""


def test_a_record_without_a_number_finds_the_round_by_programme_and_time(estate: Estate, tmp_path: Path) -> None:
    done = handed_in(estate, tmp_path, document(POOL))
    assert (len(done.recorded), done.refused) == (1, ())
    known = estate.round(estate.only("pool_opening"))
    assert (known.state, known.done_at, known.done_by) == (RoundState.DONE, when("05-06 09:10"), CLEANER)
    assert known.answers == {"free_chlorine": "0.5", "ph": "7.4", "clear": "yes"}


def test_it_keeps_its_own_time_and_overturns_the_miss(estate: Estate, tmp_path: Path) -> None:
    round_id = estate.only("pool_opening")
    assert estate.round(round_id).state is RoundState.MISSED
    [recorded] = handed_in(estate, tmp_path, document(POOL)).recorded
    assert (recorded.round.timeliness, recorded.round.handed_in_at) == (Timeliness.ON_TIME, when("05-06 18:00"))
    assert recorded.round.missed_at == when("05-06 10:00")
    [miss] = recorded.round.findings
    assert miss.case is not None
    assert estate.case(miss.case).stage == "closed"


def test_a_walk_comes_with_its_times_its_exceptions_and_its_log(estate: Estate, tmp_path: Path) -> None:
    [recorded] = handed_in(estate, tmp_path, document(night_walk(), f"recorded_by: {GUARD}\n")).recorded
    known = recorded.round
    assert (known.done_by, known.started_at, known.done_at) == (GUARD, when("05-06 04:00"), when("05-06 05:10"))
    assert [(each.checkpoint, each.at) for each in known.visits][:2] == [
        ("cp_main_gate", when("05-06 04:00")),
        ("cp_wall_sw", when("05-06 04:05")),
    ]
    assert [(line.kind, line.at) for line in known.log] == [
        ("helped", when("05-06 04:30")),
        ("seen", when("05-06 05:10")),
    ]
    kinds = {(each.kind, each.item) for each in known.findings}
    assert ("reading", "fire_door_3") in kinds
    assert ("skipped", "cp_wall_nw") in kinds


def test_a_round_made_up_afterwards_is_named_by_its_number(estate: Estate, tmp_path: Path) -> None:
    round_id = estate.only("pool_opening")
    late = POOL.replace("programme: 池水", f"round: {round_id}").replace("09:10", "13:00")
    [recorded] = handed_in(estate, tmp_path, document(late)).recorded
    assert recorded.round.timeliness is Timeliness.MADE_UP


def test_a_round_beside_the_plan_is_recorded_where_the_file_says_so(estate: Estate, tmp_path: Path) -> None:
    extra = POOL.replace("09:10", "13:00").replace("all_ok: true", "all_ok: true\n    extra: true")
    [recorded] = handed_in(estate, tmp_path, document(extra)).recorded
    known = recorded.round
    assert (known.state, known.nominal, known.timeliness) == (
        RoundState.DONE, when("05-06 13:00"), Timeliness.ON_TIME,
    )  # fmt: skip
    assert estate.round(estate.only("pool_opening", states=("missed",))).open_findings != ()


def test_an_extra_record_for_which_a_round_waits_records_that_one(estate: Estate, tmp_path: Path) -> None:
    handed_in(estate, tmp_path, document(POOL.replace("all_ok: true", "all_ok: true\n    extra: true")))
    assert estate.round(estate.only("pool_opening")).state is RoundState.DONE


def test_what_is_not_in_order_beside_the_plan_has_its_consequences(estate: Estate, tmp_path: Path) -> None:
    extra = (
        POOL.replace("09:10", "13:00")
        .replace("0.5", "0.1 停泵")
        .replace("all_ok: true", "all_ok: true\n    extra: true")
    )
    [recorded] = handed_in(estate, tmp_path, document(extra)).recorded
    assert len(recorded.cases) == 1


# The same file again, other files.


def test_the_same_file_again_adds_nothing_in_either_form(estate: Estate, tmp_path: Path) -> None:
    first = handed_in(estate, tmp_path, document(POOL))
    head = estate.journal.head()
    same_again = handed_in(estate, tmp_path, document(POOL))
    record = {"programme": "池水", "at": "2026-05-06T09:10", "all_ok": True, "answers": {"pH": "7.4", "余氯": 0.5}}
    text = json.dumps({"kind": "round_record", "id": "other", "rounds": [record, record]}, indent="\t")
    as_json = handed_in(estate, tmp_path, text, name="rounds.json")
    assert [len(each.recorded) for each in (first, same_again, as_json)] == [1, 0, 0]
    assert same_again.known == as_json.known[:1] == (first.recorded[0].round.id,)
    assert estate.journal.head() == head


def test_a_second_file_for_one_round_is_refused_and_changes_nothing(estate: Estate, tmp_path: Path) -> None:
    handed_in(estate, tmp_path, document(POOL))
    other = handed_in(estate, tmp_path, document(POOL.replace("0.5", "0.6")))
    assert (other.recorded, told(other)) == ((), [(4, "EST-863")])
    assert estate.round(estate.only("pool_opening")).answers["free_chlorine"] == "0.5"


def test_two_records_of_one_round_in_a_file_are_told(estate: Estate, tmp_path: Path) -> None:
    done = handed_in(estate, tmp_path, document(POOL + POOL.replace("0.5", "0.6") + POOL))
    assert (len(done.recorded), done.repeated, told(done)) == (1, 1, [(8, "EST-879")])


def test_good_records_are_kept_and_bad_ones_told_by_place(estate: Estate, tmp_path: Path) -> None:
    bad = night_walk().replace("XG-01", "XG-99").replace("fire_door_3", "fire_door_9")
    done = handed_in(estate, tmp_path, document(POOL + bad, f"recorded_by: {CLEANER}\n"))
    assert len(done.recorded) == 1
    assert told(done) == [(9, "EST-868"), (12, "EST-371"), (15, "EST-878")]


def test_an_old_record_does_not_close_what_was_found_after_it(estate: Estate, tmp_path: Path) -> None:
    """The finding of a later reading stays, however good the water was in the morning."""
    later = (
        POOL.replace("09:10", "13:00").replace("0.5", "0.35").replace("all_ok: true", "all_ok: true\n    extra: true")
    )
    [after] = handed_in(estate, tmp_path, document(later)).recorded
    [finding] = after.round.findings
    handed_in(estate, tmp_path, document(POOL))
    held = estate.round(after.round.id).findings[0]
    assert (held.closed_at, held.retests) == (finding.closed_at, 0)


# What is wrong.


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        pytest.param("programme: 池水", "programme: 泳水", (4, "EST-872"), id="an unknown programme"),
        pytest.param("programme: 池水", "round: RD-999", (4, "EST-860"), id="a number that there is not"),
        pytest.param("programme: 池水", "round: 池水", (4, "EST-860"), id="a name instead of a number"),
        pytest.param(
            "programme: 池水", "round: RD-1\n    subject: main_pool", (5, "EST-203"), id="a number and a thing"
        ),
        pytest.param("  - programme: 池水\n    at", "  - at", (4, "EST-204"), id="neither number nor programme"),
        pytest.param("programme: 池水", "programme: lift_daily", (4, "EST-875"), id="a programme of many things"),
        pytest.param("programme: 池水", "programme: 池水\n    subject: DT-03-01", (5, "EST-875"), id="another thing"),
        pytest.param("2026-05-06T09:10", "2026-05-05T09:10", (5, "EST-876"), id="before the plan"),
        pytest.param("09:10", "13:00", (5, "EST-876"), id="after the window"),
        pytest.param("2026-05-06T09:10", "2026-05-07T09:10", (5, "EST-876"), id="in the future, where nothing is due"),
        pytest.param("2026-05-06T09:10", "09:10", (5, "EST-877"), id="a time without its date"),
        pytest.param("all_ok: true", 'all_ok: true\n    started: "九点"', (7, "EST-877"), id="a start that is no time"),
        pytest.param("0.5", "0.1", (4, "EST-851"), id="not in order and no note"),
        pytest.param("0.5", "35", (7, "EST-854"), id="a reading that can hardly be meant"),
        pytest.param("0.5", '"0.5 °C"', (7, "EST-850"), id="another unit"),
        pytest.param("余氯", "水温", (7, "EST-371"), id="an item that the sheet lacks"),
        pytest.param("all_ok: true", "all_ok: true\n    by: 张无名", (7, "EST-464"), id="nobody of that name"),
        pytest.param("all_ok: true", f"all_ok: true\n    by: {GUARD}", (4, "EST-868"), id="not their work"),
        pytest.param("all_ok: true", "files: [no.jpg]", (6, "EST-456"), id="evidence that is not there"),
        pytest.param("all_ok: true", 'visits: [{checkpoint: XG-01, at: "09:00"}]', (6, "EST-878"), id="no walk"),
    ],
)
def test_what_is_wrong_is_told_where_it_is_written(
    estate: Estate, tmp_path: Path, before: str, after: str, found: tuple[int, str]
) -> None:
    assert before in POOL
    head = estate.journal.head()
    try:
        done = handed_in(estate, tmp_path, document(POOL.replace(before, after)))
        problems = told(done)
    except BadInput as unreadable:
        problems = [(each.place.line if each.place else 0, each.code) for each in unreadable.problems]
    assert found in problems
    assert estate.journal.head() == head


def test_a_confirmed_reading_is_taken(estate: Estate, tmp_path: Path) -> None:
    sure = POOL.replace("0.5", "35 复测过").replace("all_ok: true", "all_ok: true\n    confirmed: [余氯]")
    [recorded] = handed_in(estate, tmp_path, document(sure)).recorded
    assert recorded.round.answers["free_chlorine"] == "35"


def test_evidence_is_kept_as_its_digest(tmp_path: Path) -> None:
    estate = Estate.founded("05-06 07:00").at("05-20 09:00")
    estate.tick()
    (tmp_path / "单.jpg").write_bytes(b"signed")
    text = document('  - {programme: lift_service, at: "2026-05-20T08:30", files: [单.jpg]}\n')
    [recorded] = handed_in(estate, tmp_path, text, by=TECHNICIAN).recorded
    assert recorded.round.files == (digest_of(str(tmp_path / "单.jpg")),)
    assert SIGNED not in recorded.round.files


def test_another_kind_of_document_is_no_record(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text((Path(__file__).parents[2] / "policies" / "estate.yaml").read_text(encoding="utf-8"), "utf-8")
    with pytest.raises(BadInput) as caught:
        round_records(path)
    assert codes(caught.value) == ["EST-880"]
