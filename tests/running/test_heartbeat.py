"""The clock's heartbeat: what five minutes without a tick leave behind, and what is said of an instant for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.domain.running.runs import Silence
from estatectl.usecases.running.heartbeat import STREAM, note_run, silence, silences

NOON = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def ticked(*minutes: float) -> SqliteJournal:
    """A journal whose clock ticked so many minutes after noon."""
    journal = SqliteJournal.in_memory()
    for each in minutes:
        note_run(journal, "tick", after(each), 0)
    return journal


def kinds(journal: SqliteJournal) -> list[str]:
    return [entry.kind for entry in journal.stream(STREAM)]


def test_a_tick_a_minute_leaves_nothing_in_the_journal() -> None:
    assert kinds(ticked(0, 1, 2, 3)) == []


def test_five_minutes_without_a_tick_are_none_and_one_second_more_is_a_silence_for_ever() -> None:
    assert kinds(ticked(0, 5)) == []
    journal = ticked(0, 5 + 1 / 60)
    [entry] = journal.stream(STREAM)
    assert (entry.kind, entry.actor) == ("silent", "system")
    assert entry.data == {"from": "2026-11-10T12:00:00+00:00", "to": "2026-11-10T12:05:01+00:00"}
    assert journal.verify().bad_seq is None


def test_a_tick_that_failed_is_no_heartbeat() -> None:
    journal = ticked(0)
    note_run(journal, "tick", after(4), 3, ended=False)
    run = journal.run_of("tick")
    assert run is not None
    assert (run.last, run.tried, run.status) == (after(0), after(4), 3)
    note_run(journal, "tick", after(6), 0)
    assert kinds(journal) == ["silent"]


def test_other_jobs_have_no_heartbeat() -> None:
    journal = SqliteJournal.in_memory()
    for each in (0, 60):
        note_run(journal, "report_daily", after(each), 0)
    assert kinds(journal) == []
    run = journal.run_of("report_daily")
    assert run is not None
    assert (run.first, run.last) == (after(0), after(60))


def test_a_clock_that_was_put_back_is_recorded_and_ticks_on() -> None:
    journal = ticked(60, 0, 1)
    assert kinds(journal) == ["set_back"]
    run = journal.run_of("tick")
    assert run is not None
    assert run.last == after(1)


def test_before_the_first_tick_there_was_none() -> None:
    assert silence(SqliteJournal.in_memory(), NOON) == Silence(None, None)
    assert silence(ticked(0), after(-1)) == Silence(None, None)
    assert silences(SqliteJournal.in_memory(), after(-60), NOON) == ()


def test_a_silence_that_lasts_is_known_while_it_lasts() -> None:
    journal = ticked(0)
    assert silence(journal, after(5)) is None
    assert silence(journal, after(5.1)) == Silence(NOON, None)
    assert silences(journal, after(-60), after(60)) == (Silence(NOON, None),)


def test_a_silence_over_and_one_that_lasts_are_both_told_in_their_span_only() -> None:
    journal = ticked(0, 30, 31, 60)
    first, second = Silence(after(0), after(30)), Silence(after(31), after(60))
    assert silences(journal, after(-5), after(62)) == (first, second)
    assert silences(journal, after(30), after(62)) == (second,)
    assert silences(journal, after(-5), after(31)) == (first,)
    assert silences(journal, after(-5), after(20)) == (Silence(after(0), None),)


@given(st.lists(st.integers(1, 15), min_size=1, max_size=12), st.integers(0, 60), st.data())
def test_what_is_said_of_an_instant_does_not_change_with_what_comes_later(
    gaps: list[int], at: int, data: st.DataObject
) -> None:
    """Law: asked at its time or a year later, the same."""
    ticks = [sum(gaps[: index + 1]) for index in range(len(gaps))]
    then = ticked(*[each for each in ticks if each <= at])
    later = ticked(*ticks)
    start = data.draw(st.integers(0, at))
    if ticks[0] <= at:
        assert silence(then, after(at)) == silence(later, after(at))
        assert silences(then, after(start), after(at)) == silences(later, after(start), after(at))


def test_a_rebuild_leaves_the_heartbeat_alone() -> None:
    journal = ticked(0, 1)
    with journal.unit(now=after(2), policy="p") as unit:
        unit.clear_projections()
    run = journal.run_of("tick")
    assert run is not None
    assert run.last == after(1)
