"""Setting up on a machine that lacks something: one line that says what to install, and nothing half made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def set_up(place: Path, python: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(ROOT / ".ci" / "setup"), str(place / "venv"), python],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(place), **env},
        capture_output=True,
        text=True,
        check=False,
    )


def refused_in_one_line(place: Path, done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode != 0
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert not (place / "venv").exists()
    return done.stderr


def stand_in(place: Path, script: str) -> str:
    """A Python that lacks something: it answers everything but what the script refuses."""
    path = place / "python"
    path.write_text(f'#!/bin/sh\n{script}\nexec {sys.executable} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_no_compiler_names_the_packages(tmp_path: Path) -> None:
    line = refused_in_one_line(tmp_path, set_up(tmp_path, sys.executable, CC="/bin/false"))
    assert "gcc python3-dev" in line


def test_no_header_names_the_packages(tmp_path: Path) -> None:
    python = stand_in(tmp_path, 'case "$*" in *get_path*) echo /nowhere; exit 0;; esac')
    assert "gcc python3-dev" in refused_in_one_line(tmp_path, set_up(tmp_path, python))


def test_no_venv_module_names_the_package(tmp_path: Path) -> None:
    python = stand_in(tmp_path, 'case "$*" in *ensurepip*) exit 1;; esac')
    assert "python3-venv" in refused_in_one_line(tmp_path, set_up(tmp_path, python))


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/false"])
def test_a_python_that_does_not_run_is_named(tmp_path: Path, python: str) -> None:
    assert python in refused_in_one_line(tmp_path, set_up(tmp_path, python))
