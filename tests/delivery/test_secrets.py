"""Secrets: read from a file that nobody else may read or from the environment, and never to be seen again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from estatectl.adapters.channels.secrets import open_to_others, read_secrets
from estatectl.domain.problems import BadInput
from tests.delivery.house import Office
from tests.delivery.servers import Endpoint, Mailbox

TOKEN, PASSWORD, PHONE = "t0kensecret", "p4ssw0rdsecret", "lei-secret@example.com"
SECRETS = (TOKEN, PASSWORD, PHONE)


def test_no_secret_is_written_or_said_whatever_happens(office: Office, gate: Endpoint, post_office: Mailbox) -> None:
    """Every command that touches them, well and badly, with --debug; then everything is searched."""
    gate.answer = {"error": f"who is {TOKEN}?"}
    mail = f"mailto://estate:{PASSWORD}@127.0.0.1:{post_office.port}?from=a@example.com&to={{mail}}&mode=insecure"
    bad = f"channels: {{gate: 'json://{TOKEN}:{PASSWORD}@127.0.0.1:{gate.port}/'\n  broken"
    told: list[str] = []

    def ran(*words: str) -> None:
        answer = office(*words, "--debug", by="system")
        told.extend((answer.out, answer.err))

    office.opens("电梯困人")
    for status, at in ((500, "09:01"), (403, "09:02"), (200, "09:14")):
        url = f"json://{TOKEN}:{PASSWORD}@127.0.0.1:{gate.port}/{TOKEN}?:x={TOKEN}"
        way = mail if status != 200 else mail.replace(f"estate:{PASSWORD}@", "")  # this server asks for no password
        office.secrets(channels={"gate": url, "mail": way}, people={"lei_zhengang": {"mail": PHONE}})
        gate.status, office.now = status, f"2026-10-09T{at}"
        for words in (("tick",), ("outbox", "list"), ("outbox", "channels"), ("outbox", "test", "gate")):
            ran(*words)
        ran("outbox", "test", "mail", "--to", "lei_zhengang", "--format", "json")
    path = office.place / "secrets.yaml"
    for text, mode in ((bad, 0o600), (path.read_text(), 0o644), (f"chanels: {{gate: {TOKEN}}}", 0o600)):
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        ran("outbox", "channels")
        ran("tick")
    office.secrets(channels={"gate": f"{TOKEN}://{PASSWORD}", "mail": f"mailto://{TOKEN}"})
    ran("outbox", "test", "gate")
    ran("outbox", "channels", "--format", "json")
    ran("journal", "export", "--with-personal")
    ran("doctor")
    path.unlink()
    assert gate.posts != []
    assert post_office.mails != []
    everything = "\n".join(told).encode() + b"".join(_files(office.place)) + b"".join(_files(_cache()))
    assert b"EST-610" in everything
    assert b"EST-611" in everything
    assert [secret for secret in SECRETS if secret.encode() in everything] == []


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "estatectl"


def _files(place: Path) -> list[bytes]:
    return [path.read_bytes() for path in place.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("mode", "refused"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True), (0o620, True), (0o666, True)]
)
def test_a_file_that_others_may_read_or_write_is_not_used(tmp_path: Path, mode: int, refused: bool) -> None:
    path = tmp_path / "secrets.yaml"
    path.write_text("channels: {gate: 'json://x'}\n", encoding="utf-8")
    path.chmod(mode)
    assert open_to_others(path) is refused
    if not refused:
        assert read_secrets(path, {}).channels == {"gate": "json://x"}
        return
    with pytest.raises(BadInput) as error:
        read_secrets(path, {})
    assert [each.code for each in error.value.problems] == ["EST-610"]


@pytest.mark.parametrize(
    "text",
    [
        "channels: [a]",
        "[]",
        "x",
        "channels: {gate: 1}",
        "channels: {gate: ''}",
        "people: {li: {phone: 138}}",
        "people: {li: {fax: '1'}}",
        "people: {li: {language: fr}}",
        "people: {1: {phone: '1'}}",
        "peple: {}",
        "a: b: c",
        "a: !!python/object:os.system x",
    ],
)
def test_secrets_of_another_form_are_refused_without_a_word_of_them(tmp_path: Path, text: str) -> None:
    path = tmp_path / "secrets.yaml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(BadInput) as error:
        read_secrets(path, {})
    assert {each.code for each in error.value.problems} == {"EST-611"}


def test_the_environment_wins_over_the_file_and_a_missing_file_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "secrets.yaml"
    told = {"ESTATECTL_CHANNEL_GATE": "json://env", "ESTATECTL_CHANNEL_BLANK": " ", "ESTATECTL_NOW": "x"}
    assert read_secrets(path, told).channels == {"gate": "json://env"}
    path.write_text("channels: {gate: 'json://file', sms: 'json://sms'}\n", encoding="utf-8")
    path.chmod(0o600)
    assert read_secrets(path, told).channels == {"gate": "json://env", "sms": "json://sms"}


def test_without_apprise_the_notices_wait_and_the_tick_says_what_to_install(office: Office, gate: Endpoint) -> None:
    office.leads("gate", gate.url())
    office.opens("我家电灯不亮")
    process = office.process("tick", at="09:01", code="import sys; sys.modules['apprise'] = None")
    _, said = process.communicate()
    assert process.returncode == 4
    assert "EST-613" in said
    assert "estatectl[notify]" in said
    assert [(each["state"], each["attempts"]) for each in office.letters()] == [("waiting", 0)]


def test_a_new_estate_has_a_file_for_secrets_that_is_nobody_elses(founded: Path) -> None:
    path = founded / "secrets.yaml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_secrets(path, {}).channels == {}
    assert "secrets.yaml" in (founded / ".gitignore").read_text(encoding="utf-8").splitlines()
