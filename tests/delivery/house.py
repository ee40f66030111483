"""An estate whose notices leave it: the sample estate, with the channels and secrets that a test gives it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.terminal import Answer, Typing

DESK = "su_xiaoman"
POLICY: Mapping[str, Any] = {
    "kind": "notice",
    "id": "notices",
    "title": {"zh": "通知", "en": "Notices"},
    "clauses": ["1.1"],
    "retries": ["1m", "10m"],
    "channels": {
        "file": {"title": {"zh": "文件", "en": "File"}, "carries": "file"},
        "gate": {"title": {"zh": "网关", "en": "Gateway"}, "carries": "group"},
        "held": {"title": {"zh": "慎用网关", "en": "Careful gateway"}, "carries": "group", "in_doubt": "hold"},
        "mail": {"title": {"zh": "邮件", "en": "Mail"}, "carries": "person", "address": "mail"},
    },
    "routes": [
        {"id": "cleaning", "when": {"about": "case", "department": "cleaning"}, "to": ["held"]},
        {"id": "security", "when": {"about": "case", "department": "security"}, "to": ["mail"]},
        {"id": "cases", "when": {"about": "case"}, "to": ["gate"]},
        {"id": "rest", "to": ["file"]},
    ],
}
"""Orders of the cleaners go over a channel that sends nothing twice, those of the guards by mail, the others over a
gateway; the rest into the file. One policy for all: to check it anew for every test would take longer than the tests.
"""


def write_policy(place: Path, document: Mapping[str, Any]) -> None:
    text = yaml.safe_dump(dict(document), allow_unicode=True, sort_keys=False)
    (place / "policies" / "notices.yaml").write_text(text, encoding="utf-8")


class Office(Typing):
    """Somebody who types commands; the clock stands where the test puts it."""

    def __init__(self, place: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        super().__init__(place, capsys, "2026-10-09T09:00", DESK)
        self._patch = patch

    # What the administrator writes.

    def leads(self, channel: str, url: str) -> None:
        """Where a channel leads, as the environment says it."""
        self._patch.setenv(f"ESTATECTL_CHANNEL_{channel.upper()}", url)

    def secrets(self, *, mode: int = 0o600, **sections: Any) -> Path:
        path = self.place / "secrets.yaml"
        path.write_text(yaml.safe_dump(sections, allow_unicode=True), encoding="utf-8")
        path.chmod(mode)
        return path

    # What happens.

    def opens(self, text: str) -> Answer:
        """An owner asks for something; orders and notices follow."""
        told = self("request", "open", text, "--address", "3栋2单元1201", "--owner", "王先生", *_CONTACT)
        assert told.status == 0, told.err
        if "to dispatch" in told.out:  # an emergency waits for nobody
            number = told.out.split(" · ")[0].rpartition(" ")[2]
            assert self("request", "dispatch", number).status == 0
        return told

    def tick(self, at: str) -> Answer:
        self.now = f"2026-10-09T{at}"
        return self("tick", "--format", "json", by="system")

    # What is there.

    def letters(self, *more: str) -> list[dict[str, Any]]:
        """Deliveries of cases as `outbox list` gives them, in the order routed."""
        found = self("outbox", "list", "--last", "500", *more, "--format", "json").document["letters"]
        return [each for each in reversed(found) if not each["case"].startswith("RD-")]

    def entries(self, kind: str) -> list[dict[str, Any]]:
        found = self("journal", "show", "outbox", "--last", "999", "--format", "json").document["entries"]
        return [each["data"] for each in found if each["kind"] == kind]

    def lines(self) -> list[dict[str, Any]]:
        file = self.place / "outbox" / "notices.jsonl"
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []

    def table(self) -> list[tuple[object, ...]]:
        """The table of deliveries and what is noted of notices, as they stand."""
        with sqlite3.connect(self.place / "journal.sqlite") as connection:
            deliveries = connection.execute("SELECT * FROM deliveries ORDER BY id").fetchall()
            outbox = connection.execute("SELECT * FROM outbox ORDER BY key").fetchall()
        return [*deliveries, *outbox]

    # The same from a process of its own.

    def process(self, *words: str, at: str, code: str | None = None) -> subprocess.Popen[str]:
        """A real process that carries a command out; `code` runs in it first."""
        told = ["--now", f"2026-10-09T{at}", "--dir", str(self.place), "--as", "system"]
        script = f"{code or ''}\nimport sys\nfrom estatectl.cli.main import run\nsys.exit(run(sys.argv[1:]))"
        return subprocess.Popen(
            [sys.executable, "-c", script, *words, *told, "--lang", "en"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )


_CONTACT = ("--contact", "13800001111", "--channel", "电话")
