"""The command line: global options anywhere, aliases everywhere, suggestions, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys

import click
import pytest

from estatectl.cli import root
from estatectl.cli.commands import Argument, Noun, Option, Verb
from estatectl.cli.context import Session
from estatectl.cli.main import run
from estatectl.domain.problems import BadInput, DataBroken, NothingToCheck, PolicyInvalid
from estatectl.domain.words import Words, same
from estatectl.render.page import Line, Page
from tests.cli.driving import estatectl


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> Noun:
    """A noun of its own, reachable as `trial` and as `试验`."""
    noun = Noun("trial", Words(zh="试验", en="a trial"), aliases=("试验",))
    find = root.Root.get_command

    def found(self: root.Root, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return noun if cmd_name in ("trial", "试验") else find(self, ctx, cmd_name)

    monkeypatch.setattr(root.Root, "get_command", found)
    return noun


def add(noun: Noun, act: object, *params: click.Parameter) -> None:
    noun.add_command(Verb("go", Words(zh="走", en="go"), act, params=params, aliases=("走",)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--as", "w1", "trial", "go"], id="before the noun"),
        pytest.param(["trial", "--as", "w1", "go"], id="before the verb"),
        pytest.param(["trial", "go", "--as", "w1"], id="after the verb"),
        pytest.param(["--as", "w0", "trial", "go", "--as", "w1"], id="the innermost wins"),
        pytest.param(["试验", "走", "--as=w1"], id="with Chinese words"),
    ],
)
def test_global_options_stand_anywhere(trial: Noun, words: list[str]) -> None:
    seen: list[str | None] = []

    def act(session: Session) -> None:
        seen.append(session.settings.actor)

    add(trial, act)
    assert run(words) == 0
    assert seen == ["w1"]


def test_the_environment_speaks_where_the_line_is_silent(trial: Noun, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str | None, str | None]] = []

    def act(session: Session) -> None:
        seen.append((session.settings.actor, session.settings.now))

    add(trial, act)
    monkeypatch.setenv("ESTATECTL_AS", "w2")
    monkeypatch.setenv("ESTATECTL_NOW", "2026-05-01T08:00")
    assert run(["trial", "go", "--now", "2026-06-01T08:00"]) == 0
    assert seen == [("w2", "2026-06-01T08:00")]


@pytest.mark.parametrize(
    ("raised", "status"),
    [
        (BadInput.one("EST-400", same("bad")), 2),
        (PolicyInvalid.one("EST-300", same("bad")), 3),
        (DataBroken.one("EST-500", same("bad")), 4),
        (NothingToCheck.one("EST-500", same("bad")), 5),
        (PermissionError(13, "Permission denied", "x"), 4),
        (ZeroDivisionError("division by zero"), 70),
        (KeyboardInterrupt(), 130),
    ],
)
def test_every_ending_has_its_status(
    trial: Noun, raised: BaseException, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def act(session: Session) -> Page:
        raise raised

    add(trial, act)
    assert run(["trial", "go"]) == status
    text, refused = capsys.readouterr()
    assert text == ""
    assert refused.startswith("EST-")
    assert "Traceback" not in refused
    assert run(["trial", "go", "--format", "json"]) == status
    text, refused = capsys.readouterr()
    assert json.loads(text)["ok"] is False
    assert refused == ""


def test_debug_shows_where_the_program_failed(trial: Noun, capsys: pytest.CaptureFixture[str]) -> None:
    def act(session: Session) -> Page:
        raise ZeroDivisionError

    add(trial, act)
    assert run(["trial", "go", "--debug"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_a_page_decides_the_status(trial: Noun, capsys: pytest.CaptureFixture[str]) -> None:
    def act(session: Session) -> Page:
        return Page((Line(same("late")),), {"late": 1}, status=1)

    add(trial, act)
    assert run(["trial", "go"]) == 1
    assert capsys.readouterr().out == "late\n"
    assert run(["trial", "go", "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"ok": False, "problems": [], "late": 1}


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["trail"], "EST-401", "trial"),
        (["trial", "gp"], "EST-401", "go"),
        (["trial", "go", "--colr", "x"], "EST-402", "--colour"),
        (["trial", "go", "--colour"], "EST-400", "--help"),
        (["trial", "go", "--colour", "red"], "EST-403", "--help"),
        (["trial", "go", "7", "--colour", "pink"], "EST-404", "--help"),
        (["trial", "go", "7", "8"], "EST-400", "--help"),
        (["trial"], "EST-405", "--help"),
        (["--now", "yesterday", "trial", "go", "7"], "EST-406", "2026-05-01"),
    ],
)
def test_a_slip_is_refused_with_its_code_and_a_hint(
    trial: Noun,
    words: list[str],
    code: str,
    hint: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = root.Root.known_names
    monkeypatch.setattr(root.Root, "known_names", lambda self, ctx: [*known(self, ctx), "trial"])

    def act(session: Session, *, number: str, colour: str | None) -> Page:
        return Page(data={"now": session.premises.now})

    colours = Option(("--colour",), same("which"), type=click.Choice(["red", "green"]))
    add(trial, act, Argument(("number",), same("N")), colours)
    assert run(words) == 2
    refused = capsys.readouterr().err
    assert code in refused
    assert hint in refused


def test_help_imports_nothing_heavy() -> None:
    script = """
import sys
from estatectl.cli.main import run
run(["--help"])
heavy = {"yaml", "jsonschema", "tabulate", "durable", "ahocorasick", "sqlite3", "wcwidth"}
print(*sorted(heavy & set(sys.modules)), file=sys.stderr)
"""
    subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)  # the first run may fill the cache
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stderr.split() == []


def test_aliases_of_static_nouns_work() -> None:
    assert estatectl("版本").out == estatectl("version").out


def test_every_static_noun_answers_help_in_both_languages() -> None:
    from estatectl.cli.nouns import NOUNS

    for name in NOUNS:
        for lang in ("zh", "en"):
            assert run([name, "--help", "--lang", lang]) == 0
