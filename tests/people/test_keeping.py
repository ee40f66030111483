"""Keeping the journal: proving, rebuilding, forgetting, and carrying notices out."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from estatectl.adapters.channels.carriers import EstateCarriers
from estatectl.adapters.outbox import TerminalNotifier
from estatectl.domain.entries import Draft, Entry, Personal
from estatectl.domain.problems import BadInput, NothingToCheck
from estatectl.usecases.delivery.outcomes import Sent
from estatectl.usecases.delivery.sending import deliver_waiting
from estatectl.usecases.house import House
from estatectl.usecases.journal import forget, listing, plain, rebuild, verify
from estatectl.usecases.people import add_person, leave
from estatectl.usecases.ports import CaseQuery, CaseRow, Notice, Unit
from estatectl.usecases.roster import roster, strike

from .estate import NOW, at, house, row

NOTICE = Notice(
    key="R-2026-0001/1/told/cleaner/",
    case="R-2026-0001",
    to_post="cleaner",
    to_person=None,
    template="told",
    text_zh="王女士家漏水",
    text_en="leak at Ms Wang's",
    queued_at=NOW,
)


def project(unit: Unit, stream: str, entries: tuple[Entry, ...]) -> None:
    """The fold of a case, as small as one can be."""
    summary = str(entries[0].data["text"] or "")
    unit.put_case(
        CaseRow(
            id=stream,
            workflow="request",
            stage="new",
            open=True,
            opened_at=entries[0].at,
            changed_at=entries[-1].at,
            summary=summary,
            household=str(entries[0].data["owner"]) if entries[0].data["owner"] else None,
        )
    )


@pytest.fixture
def lived_in(tmp_path: Path) -> House:
    """A house with staff, a roster with a struck shift, a case, and two notices of which one went out."""
    h = house()
    add_person(h, row(id="zhang", name="张伟", posts="cleaner"))
    add_person(h, row(id="li", name="李娜", posts="cleaner"))
    leave(h, "li")
    for day in ("02", "03"):
        shift = row(person="zhang", post="cleaner", start=f"2026-03-{day}T08:00", end=f"2026-03-{day}T17:00")
        roster(h, [shift])
    strike(h, shift)
    with h.journal.unit(now=NOW, policy="p1") as unit:
        opened = {"text": Personal("厨房漏水"), "owner": Personal("王女士")}
        unit.append(Draft("R-2026-0001", "opened", NOW, "zhang", opened))
        tell(unit, NOTICE)
        project(unit, "R-2026-0001", unit.stream("R-2026-0001"))
    deliver(h, tmp_path / "before")
    with h.journal.unit(now=NOW, policy="p1") as unit:
        tell(unit, replace(NOTICE, key="second"))
        project(unit, "R-2026-0001", unit.stream("R-2026-0001"))
    return h


def tell(unit: Unit, notice: Notice) -> None:
    data = {
        "key": notice.key,
        "to_post": notice.to_post,
        "to_person": notice.to_person,
        "template": notice.template,
        "text_zh": Personal(notice.text_zh),
        "text_en": Personal(notice.text_en),
    }
    unit.append(Draft(notice.case, "notified", notice.queued_at, "system", data))
    unit.queue(notice)


def deliver(h: House, place: Path) -> Sent:
    """As a command does, into the outbox file of a place."""
    return deliver_waiting(h, EstateCarriers(place.parent, place, {}))


def everything(h: House) -> tuple[object, ...]:
    journal = h.journal
    shifts = journal.shifts(at("2000-01-01"), at("2100-01-01"))
    return journal.people(), shifts, journal.cases(CaseQuery()), journal.undelivered()


def test_a_rebuild_gives_back_what_was_there(lived_in: House) -> None:
    before = everything(lived_in)
    rebuilt = rebuild(lived_in, project)
    assert everything(lived_in) == before
    assert len(before[1]) == len(before[2]) == len(before[3]) == 1  # type: ignore[arg-type]
    assert (rebuilt.entries, rebuilt.streams) == (lived_in.journal.verify().entries, 5)


def test_a_rebuild_heals_projections_that_somebody_spoiled(lived_in: House) -> None:
    before = everything(lived_in)
    with lived_in.journal.unit(now=NOW, policy="p1") as unit:
        unit.clear_projections()
    assert everything(lived_in) != before
    rebuild(lived_in, project)
    assert everything(lived_in) == before


def test_a_rebuild_that_fails_leaves_the_old_projections(lived_in: House) -> None:
    before = everything(lived_in)

    def fail(unit: Unit, stream: str, entries: tuple[Entry, ...]) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        rebuild(lived_in, fail)
    assert everything(lived_in) == before


def test_forgetting_shows_what_is_left_and_survives_a_rebuild(lived_in: House) -> None:
    assert forget(lived_in, "R-2026-0001", ["owner"], "本人要求", project) == 5
    [case] = lived_in.journal.cases(CaseQuery())
    assert (case.summary, case.household) == ("厨房漏水", None)
    assert [(each.key, each.text_zh) for each in lived_in.journal.undelivered()] == [("second", "")]
    before = everything(lived_in)
    rebuild(lived_in, project)
    assert everything(lived_in) == before
    assert verify(lived_in.journal).bad_seq is None


def test_forgetting_an_unknown_field_or_without_a_reason_is_refused(lived_in: House) -> None:
    before = lived_in.journal.verify()
    for fields, reason, code in ((["onwer"], "本人要求", "EST-477"), (["owner"], " ", "EST-475")):
        with pytest.raises(BadInput) as error:
            forget(lived_in, "R-2026-0001", fields, reason, project)
        assert [problem.code for problem in error.value.problems] == [code]
    assert lived_in.journal.verify() == before


def test_an_empty_journal_proves_nothing() -> None:
    with pytest.raises(NothingToCheck) as error:
        verify(house().journal)
    assert error.value.problems[0].code == "EST-521"


def test_entries_are_listed_by_stream_or_all(lived_in: House) -> None:
    assert [entry.kind for entry in listing(lived_in.journal, "staff:li")] == ["appointed", "left"]
    assert [entry.seq for entry in listing(lived_in.journal)] == list(range(1, lived_in.journal.verify().entries + 1))
    with pytest.raises(BadInput) as error:
        list(listing(lived_in.journal, "staff:nobody"))
    assert error.value.problems[0].code == "EST-476"
    assert all(json.dumps(plain(entry)) for entry in listing(lived_in.journal))


def test_a_notice_goes_out_once_and_is_noted(lived_in: House, tmp_path: Path) -> None:
    assert [notice.key for notice in deliver(lived_in, tmp_path / "outbox").sent] == ["second"]
    assert deliver(lived_in, tmp_path / "outbox").sent == []
    [line] = [
        json.loads(text) for text in (tmp_path / "outbox" / "notices.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert (line["key"], line["to_post"], line["text_zh"]) == ("second", "cleaner", "王女士家漏水")
    assert [entry.kind for entry in lived_in.journal.stream("outbox")] == ["delivered", "delivered"]


def test_a_notice_that_cannot_go_out_waits(lived_in: House, tmp_path: Path) -> None:
    (tmp_path / "outbox" / "notices.jsonl").mkdir(parents=True)
    delivery = deliver(lived_in, tmp_path / "outbox")
    assert delivery.sent == []
    assert [(notice.key, reason) for notice, reason in delivery.failed] == [("second", "file:21")]
    assert [notice.key for notice in lived_in.journal.undelivered()] == ["second"]


@pytest.mark.parametrize(("lang", "text"), [("zh", "王女士家漏水"), ("en", "leak at Ms Wang's")])
def test_the_terminal_speaks_the_language_asked_for(lang: str, text: str) -> None:
    stream = io.StringIO()
    TerminalNotifier(stream, lang).deliver(NOTICE)  # type: ignore[arg-type]
    assert stream.getvalue() == f"R-2026-0001 → cleaner: {text}\n"
