"""What every journal must do, wherever it keeps its entries. Subclass it and give the `journal` fixture."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from estatectl.domain.chain import GENESIS
from estatectl.domain.entries import Personal
from estatectl.domain.problems import DataBroken
from estatectl.domain.staff.people import Person, Shift
from estatectl.usecases.ports import CaseQuery, Journal, Verdict

from .samples import NOON, OWNER, case, draft, minutes, notice, opened


def refused(error: pytest.ExceptionInfo[DataBroken]) -> list[str]:
    return [problem.code for problem in error.value.problems]


class JournalSuite:
    """The shared tests. They know `ports.Journal` alone."""

    # --- entries -----------------------------------------------------------------------------------------------

    def test_an_entry_reads_back_as_it_was_written(self, journal: Journal) -> None:
        with journal.unit(now=NOON + minutes(1), policy="p1") as unit:
            written = unit.append(opened(), expect=0)
        assert journal.stream("R-2026-0001") == (written,)
        assert (written.seq, written.version, written.prev) == (1, 1, GENESIS)
        assert (written.at, written.recorded_at) == (NOON, NOON + minutes(1))
        assert written.data == {"owner": {"name": OWNER, "house": "3-1201"}, "text": "厨房水管爆了"}
        assert tuple(journal.entries()) == (written,)

    def test_instants_keep_their_moment_and_their_microseconds(self, journal: Journal) -> None:
        shanghai = timezone(timedelta(hours=8))
        at = datetime(2026, 3, 3, 0, 30, 5, 250_000, tzinfo=shanghai)
        with journal.unit(now=at, policy="p1") as unit:
            written = unit.append(draft())
        assert journal.stream("R-2026-0001")[0].recorded_at == at == written.recorded_at
        assert written.recorded_at.tzinfo is UTC

    def test_versions_count_within_a_stream_and_numbers_across_all(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            written = [unit.append(draft(stream)) for stream in ("a", "b", "a", "b", "a")]
        assert [(entry.seq, entry.stream, entry.version) for entry in written] == [
            (1, "a", 1),
            (2, "b", 1),
            (3, "a", 2),
            (4, "b", 2),
            (5, "a", 3),
        ]
        assert journal.streams() == ("a", "b")
        assert [entry.seq for entry in journal.entries(after=3)] == [4, 5]

    def test_an_unknown_stream_is_empty(self, journal: Journal) -> None:
        assert journal.stream("nobody") == ()

    def test_a_stream_that_moved_on_is_a_conflict_and_nothing_is_written(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.append(draft())

        def conflict() -> None:
            with journal.unit(now=NOON, policy="p1") as unit:
                unit.append(draft("other"))
                unit.append(draft(), expect=0)

        with pytest.raises(DataBroken) as error:
            conflict()
        assert refused(error) == ["EST-510"]
        assert journal.streams() == ("R-2026-0001",)

    def test_a_key_is_written_once(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            first = unit.append(draft(key="import:1"))
            assert unit.done("import:1") == first
        assert journal.done("import:1") == first
        assert journal.done("import:2") is None
        with pytest.raises(DataBroken) as error, journal.unit(now=NOON, policy="p1") as unit:
            unit.append(draft("elsewhere", key="import:1"))
        assert refused(error) == ["EST-511"]

    def test_a_unit_that_fails_leaves_nothing_behind(self, journal: Journal) -> None:
        def fail() -> None:
            with journal.unit(now=NOON, policy="p1") as unit:
                unit.append(opened())
                unit.put_case(case("R-2026-0001"))
                unit.queue(notice("n1"))
                unit.number("R-2026")
                unit.keep_bundle("d", b"policies")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        assert tuple(journal.entries()) == ()
        assert journal.cases(CaseQuery()) == ()
        assert journal.undelivered() == ()
        assert journal.bundle("d") is None
        with journal.unit(now=NOON, policy="p1") as unit:
            assert unit.number("R-2026") == 1

    @pytest.mark.parametrize("value", [1.5, float("nan"), NOON, b"bytes", {1: "x"}, {"deep": [1, [2.0]]}])
    def test_what_has_no_canonical_form_is_refused(self, journal: Journal, value: object) -> None:
        with pytest.raises(TypeError), journal.unit(now=NOON, policy="p1") as unit:
            unit.append(draft(value=value))  # type: ignore[arg-type]
        assert tuple(journal.entries()) == ()

    def test_a_naive_instant_is_refused(self, journal: Journal) -> None:
        with pytest.raises(ValueError, match="no time zone"), journal.unit(now=NOON.replace(tzinfo=None), policy="p1"):
            pass

    # --- numbers -----------------------------------------------------------------------------------------------

    def test_numbers_count_from_one_in_each_series(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            assert [unit.number("R-2026"), unit.number("R-2026"), unit.number("W-2026")] == [1, 2, 1]

    def test_numbers_stay_above_the_streams_that_carry_them(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.append(draft("R-2026-0041"))
            unit.append(draft("R-2026-0007"))
            unit.clear_projections()
            assert unit.number("R-2026") == 42

    # --- the chain ---------------------------------------------------------------------------------------------

    def test_an_untouched_chain_verifies_and_names_its_head(self, journal: Journal) -> None:
        assert journal.verify() == Verdict(0, GENESIS)
        with journal.unit(now=NOON, policy="p1") as unit:
            for count in range(5):
                last = unit.append(draft(count=count, secret=Personal("王")))
        assert journal.verify() == Verdict(5, last.hash)

    def test_a_head_noted_earlier_is_found_in_a_longer_chain(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            noted = unit.append(draft())
            unit.append(draft())
        assert journal.verify(noted.hash).bad_seq is None
        assert journal.verify("f" * 64).bad_seq == 2

    # --- personal values ---------------------------------------------------------------------------------------

    def test_erased_values_are_gone_and_the_chain_still_holds(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.append(opened())
            unit.put_case(case("R-2026-0001", summary="水管", household=OWNER, contact="138"))
            unit.queue(notice("n1"))
        count = journal.erase(
            now=NOON, policy="p1", actor="zhang", stream="R-2026-0001", fields=["owner"], reason="本人要求"
        )
        first, last = journal.stream("R-2026-0001")
        assert count == 1
        assert first.data == {"owner": {"name": None, "house": "3-1201"}, "text": "厨房水管爆了"}
        assert (last.kind, last.data["fields"], last.data["reason"]) == ("erased", ["owner"], "本人要求")
        row = journal.case("R-2026-0001")
        assert row is not None
        assert (row.summary, row.household, row.contact) == ("", None, None)
        assert [(each.text_zh, each.text_en) for each in journal.undelivered()] == [("", "")]
        assert journal.verify().bad_seq is None

    def test_erasing_what_is_not_there_writes_nothing(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.append(opened())
        again = {"now": NOON, "policy": "p1", "actor": "zhang", "stream": "R-2026-0001", "reason": "本人要求"}
        assert journal.erase(fields=["own"], **again) == 0  # type: ignore[arg-type]
        assert journal.erase(fields=["text"], **again) == 1  # type: ignore[arg-type]
        assert journal.erase(fields=["text"], **again) == 0  # type: ignore[arg-type]
        assert len(journal.stream("R-2026-0001")) == 2

    # --- projections -------------------------------------------------------------------------------------------

    def test_a_case_reads_back_whole_and_replaces_its_former_self(self, journal: Journal) -> None:
        full = case(
            "R-2026-0001",
            parent="R-2026-0000",
            type="repair",
            urgency="emergency",
            department="maintenance",
            handler="zhang",
            household="3-1201",
            location="3-1201",
            asset="pump-1",
            contact="13800000000",
            summary="厨房水管爆了",
            concepts=("burst_pipe", "flooding"),
            next_clock="arrive",
            next_due=NOON + minutes(15),
            paused=True,
            breaches=2,
            wake_at=NOON + minutes(10),
        )
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.put_case(case("R-2026-0001", concepts=("no_water",)))
            unit.put_case(full)
        assert journal.case("R-2026-0001") == full
        assert journal.cases(CaseQuery(concept="no_water")) == ()
        assert journal.cases(CaseQuery(concept="flooding")) == (full,)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            pytest.param(CaseQuery(), ["c", "a", "b", "d"], id="all, by next due, none last"),
            pytest.param(CaseQuery(by_id=True), ["a", "b", "c", "d"], id="all, by id"),
            pytest.param(CaseQuery(limit=2), ["c", "a"], id="the first two"),
            pytest.param(CaseQuery(open=True), ["c", "a", "b"], id="open ones"),
            pytest.param(CaseQuery(open=False), ["d"], id="closed ones"),
            pytest.param(CaseQuery(workflow="order"), ["c"], id="of a workflow"),
            pytest.param(CaseQuery(open=True, handler="li"), ["a"], id="of a handler"),
            pytest.param(CaseQuery(household="3-1201"), ["a", "d"], id="of a household"),
            pytest.param(CaseQuery(parent="a"), ["c"], id="of a parent"),
            pytest.param(CaseQuery(due_before=NOON + minutes(10)), ["c"], id="due before, the instant itself excluded"),
            pytest.param(CaseQuery(opened_from=NOON, opened_before=NOON + minutes(2)), ["c", "a"], id="opened between"),
            pytest.param(CaseQuery(concept="burst_pipe"), ["a", "b"], id="of a concept"),
            pytest.param(
                CaseQuery(concept="burst_pipe", opened_from=NOON + minutes(2)), ["b"], id="of a concept in a window"
            ),
            pytest.param(CaseQuery(text="水管"), ["a"], id="by words of the summary"),
            pytest.param(CaseQuery(text="LIFT"), ["b"], id="by words in any letter case"),
            pytest.param(CaseQuery(stage="done", type="repair"), [], id="by two tests at once"),
        ],
    )
    def test_cases_are_found(self, journal: Journal, query: CaseQuery, found: list[str]) -> None:
        pipe = ("burst_pipe",)
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.put_case(
                case("a", handler="li", household="3-1201", summary="水管", concepts=pipe, next_due=NOON + minutes(10))
            )
            unit.put_case(case("b", summary="Lift stuck", concepts=pipe, opened_at=NOON + minutes(2)))
            unit.put_case(case("c", workflow="order", parent="a", opened_at=NOON + minutes(1), next_due=NOON))
            unit.put_case(case("d", open=False, household="3-1201", stage="done", opened_at=NOON - minutes(1)))
        assert [row.id for row in journal.cases(query)] == found

    def test_cases_wake_at_their_instant_and_not_before(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.put_case(case("later", wake_at=NOON + timedelta(microseconds=1)))
            unit.put_case(case("on-the-dot", wake_at=NOON))
            unit.put_case(case("before", wake_at=NOON - minutes(1)))
            unit.put_case(case("asleep"))
        assert journal.waking(NOON) == ("before", "on-the-dot")

    def test_people_and_shifts_read_back(self, journal: Journal) -> None:
        zhang = Person("zhang", "张伟", ("maintenance_technician", "maintenance_supervisor"), ("plumbing",))
        night = Shift("zhang", "maintenance_technician", NOON, NOON + minutes(60))
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.put_person(Person("zhang", "张", ()))
            unit.put_person(zhang)
            unit.put_person(Person("li", "李娜", (), left=True))
            unit.put_shift(night)
            unit.put_shift(night)
        assert journal.people() == (Person("li", "李娜", (), left=True), zhang)
        assert journal.shifts(NOON - minutes(5), NOON) == (night,)
        assert journal.shifts(NOON + minutes(59), NOON + minutes(90)) == (night,)
        assert journal.shifts(NOON + minutes(60), NOON + minutes(90)) == ()
        assert journal.shifts(NOON - minutes(5), NOON - minutes(1)) == ()

    def test_a_notice_waits_once_until_it_is_delivered(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.queue(notice("n2", queued_at=NOON + minutes(1)))
            unit.queue(notice("n1"))
            unit.queue(notice("n1", text_zh="改过的"))
        assert journal.undelivered() == (notice("n1"), notice("n2", queued_at=NOON + minutes(1)))
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.delivered("n1", NOON + minutes(2))
            unit.queue(notice("n1"))
        assert [each.key for each in journal.undelivered()] == ["n2"]

    def test_policies_are_kept_under_their_digest(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.keep_bundle("d1", b"first")
            unit.keep_bundle("d1", b"first")
        assert journal.bundle("d1") == b"first"
        assert journal.bundle("d2") is None

    def test_clearing_drops_projections_and_keeps_entries_and_policies(self, journal: Journal) -> None:
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.append(opened())
            unit.put_case(case("R-2026-0001", concepts=("burst_pipe",)))
            unit.put_person(Person("zhang", "张伟", ()))
            unit.put_shift(Shift("zhang", "cleaner", NOON, NOON + minutes(1)))
            unit.queue(notice("n1"))
            unit.keep_bundle("d", b"policies")
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.clear_projections()
        assert (journal.case("R-2026-0001"), journal.cases(CaseQuery(concept="burst_pipe"))) == (None, ())
        assert (journal.people(), journal.shifts(NOON, NOON), journal.undelivered()) == ((), (), ())
        assert (len(journal.stream("R-2026-0001")), journal.bundle("d")) == (1, b"policies")
