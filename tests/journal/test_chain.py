"""The laws of the chain: one canonical form, data that comes back, and tampering that is named."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.domain.chain import canonical, commitments, reveal, seal
from estatectl.domain.entries import Draft, Json, Personal
from estatectl.usecases.ports import Verdict

from .samples import NOON, draft

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
WITH_PERSONAL = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT | st.builds(Personal, TEXT),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
DATA = st.dictionaries(TEXT, WITH_PERSONAL, max_size=5)


def told(value: object) -> object:
    """What a draft's data reads back as."""
    match value:
        case Personal():
            return value.value
        case dict():
            return {key: told(child) for key, child in value.items()}
        case list():
            return [told(child) for child in value]
        case _:
            return value


@given(PLAIN)
def test_reading_the_canonical_form_gives_the_value_and_the_same_form_again(value: object) -> None:
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.dictionaries(TEXT, PLAIN, min_size=2, max_size=6))
def test_the_canonical_form_does_not_depend_on_the_order_of_keys(value: dict[str, object]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


def test_the_canonical_form_is_the_one_that_was_agreed() -> None:
    value = {"b": [1, True, None], "a": "水管“爆”了\n\u2028", "é": ""}
    assert canonical(value) == '{"a":"水管“爆”了\\n\u2028","b":[1,true,null],"é":""}'


def test_text_that_utf8_cannot_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical({"text": "\ud800"})


def test_a_mapping_that_looks_like_a_commitment_is_refused() -> None:
    with pytest.raises(ValueError, match="commitment"):
        seal({"trick": {"personal": "1.0", "commitment": "x"}}, "9", lambda: "salt")


@given(DATA)
def test_sealing_hides_every_personal_value_and_revealing_brings_it_back(data: Mapping[str, Json]) -> None:
    sealed, secrets = seal(data, "7", lambda: "s" * 32)
    assert reveal(sealed, {secret.ref: secret.value for secret in secrets}) == told(data)
    assert [ref for ref, _ in commitments(sealed)] == [secret.ref for secret in secrets]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), DATA), max_size=6))
def test_whatever_is_appended_reads_back_and_verifies(drafts: list[tuple[str, dict[str, Json]]]) -> None:
    journal = SqliteJournal.in_memory()
    with journal.unit(now=NOON, policy="p1") as unit:
        written = [unit.append(Draft(stream, "noted", NOON, "zhang", data)) for stream, data in drafts]
    assert list(journal.entries()) == written
    assert [entry.data for entry in written] == [told(data) for _, data in drafts]
    assert journal.verify() == Verdict(len(drafts), written[-1].hash if written else "0" * 64)
    journal.close()


def script(*statements: str) -> Callable[[sqlite3.Connection], None]:
    def tamper(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return tamper


def swap(connection: sqlite3.Connection) -> None:
    connection.executescript(
        "UPDATE entries SET seq = 100 WHERE seq = 3; UPDATE entries SET seq = 3 WHERE seq = 4;"
        "UPDATE entries SET seq = 4 WHERE seq = 100"
    )


CHANGE = "UPDATE entries SET data = replace(data, '\"n\":2', '\"n\":9') WHERE seq = 3"
WIPE = "UPDATE personal SET value = NULL, salt = NULL, erased_by = 6 WHERE seq = 4"
CUT = "DELETE FROM entries WHERE seq > 4"
TAMPERED = {
    "a byte of the data": (script(CHANGE), 3, "changed"),
    "a space in the data": (script("UPDATE entries SET data = replace(data, ':', ': ') WHERE seq = 3"), 3, "changed"),
    "the actor": (script("UPDATE entries SET actor = 'li' WHERE seq = 1"), 1, "changed"),
    "the instant": (script("UPDATE entries SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 6"), 6, "changed"),
    "a personal value": (script("UPDATE personal SET value = '李' WHERE seq = 4"), 4, "value 4.0 was changed"),
    "a salt": (script("UPDATE personal SET salt = 'x' WHERE seq = 4"), 4, "value 4.0 was changed"),
    "a personal value wiped": (script(WIPE), 4, "gone"),
    "a personal value deleted": (script("DELETE FROM personal WHERE seq = 4"), 4, "gone"),
    "an entry deleted": (script("DELETE FROM entries WHERE seq = 3"), 3, "missing"),
    "the first entry deleted": (script("DELETE FROM entries WHERE seq = 1"), 1, "missing"),
    "two entries swapped": (swap, 3, "link"),
    "the tail cut off": (script(CUT), 5, "cut off"),
    "everything cut off": (script("DELETE FROM entries"), 1, "cut off"),
    "the tail cut off and the head moved back": (script(CUT, "UPDATE head SET seq = 4"), 4, "head"),
    "the head forgotten": (script("DELETE FROM head"), 6, "head is gone"),
    "the head moved back": (script("UPDATE head SET seq = 4"), 5, "head stops"),
    "a stream renamed": (script("UPDATE entries SET stream = 'other' WHERE seq = 2"), 2, "changed"),
}


@pytest.mark.parametrize(("tamper", "bad", "why"), TAMPERED.values(), ids=TAMPERED)
def test_tampering_is_named(tmp_path: Path, tamper: Callable[[sqlite3.Connection], None], bad: int, why: str) -> None:
    path = str(tmp_path / "journal.db")
    journal = SqliteJournal.open(path, create=True)
    with journal.unit(now=NOON, policy="p1") as unit:
        for n in range(6):
            unit.append(draft(f"R-{n % 2}", n=n, who=Personal("王")))
    journal.close()

    connection = sqlite3.connect(path)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    tamper(connection)
    connection.commit()
    connection.close()

    verdict = SqliteJournal.open(path).verify()
    assert verdict.bad_seq == bad
    assert verdict.reason is not None
    assert why in verdict.reason.en


def test_a_chain_forged_anew_is_seen_by_a_head_noted_elsewhere() -> None:
    honest, forged = SqliteJournal.in_memory(), SqliteJournal.in_memory()
    for journal, actor in ((honest, "zhang"), (forged, "li")):
        with journal.unit(now=NOON, policy="p1") as unit:
            unit.append(Draft("R-1", "noted", NOON, actor, {}))
    noted = honest.verify().head
    assert forged.verify().bad_seq is None
    verdict = forged.verify(noted)
    assert verdict.bad_seq == 1
    assert verdict.reason is not None
    assert noted in verdict.reason.zh
