"""Whatever the terminal is, the command ends with its own status and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.cli.driving import environment, estatectl

HELP = ("--help", "--lang", "zh")


def test_ascii_terminals_get_escapes() -> None:
    shown = estatectl(*HELP, PYTHONIOENCODING="ascii")
    assert shown.status == 0
    assert b"\\u7528\\u6cd5" in shown.stdout


def test_gbk_terminals_get_chinese() -> None:
    shown = estatectl(*HELP, PYTHONIOENCODING="gbk")
    assert shown.status == 0
    assert "用法" in shown.stdout.decode("gbk")


def test_the_c_locale_is_no_obstacle() -> None:
    shown = estatectl(*HELP, LC_ALL="C")
    assert shown.status == 0
    assert "用法" in shown.out


@pytest.mark.parametrize("columns", ["1", "20", "37", "80", "500", "x", ""])
def test_any_width_will_do(columns: str) -> None:
    assert estatectl(*HELP, COLUMNS=columns).status == 0


@pytest.mark.parametrize("words", [HELP, ("version",), ("version", "--format", "json"), ("nonsense",)])
def test_a_closed_stdout_is_no_crash(words: tuple[str, ...]) -> None:
    done = subprocess.run(
        f"exec {sys.executable} -m estatectl {' '.join(words)} >&-",
        shell=True,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 2)
    assert b"Traceback" not in done.stderr
    assert b"EST-700" not in done.stderr


def test_a_reader_that_leaves_is_not_mentioned() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "estatectl", "--help"],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment(),
        check=False,
    )
    os.close(writing)
    assert done.stderr == b""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_disk_is_said_in_one_line() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "estatectl", "version"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    assert done.returncode == 4
    assert b"EST-719" in done.stderr
    assert b"Traceback" not in done.stderr


def test_results_go_to_stdout_and_refusals_to_stderr() -> None:
    assert estatectl("version").stderr == b""
    assert estatectl("nonsense").stdout == b""


def test_a_refusal_is_one_json_document_too() -> None:
    refused = estatectl("completion", "--format", "json")
    assert refused.stderr == b""
    assert refused.document["ok"] is False
    assert refused.document["problems"][0]["code"] == "EST-403"
