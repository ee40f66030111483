"""The wheel is whole: built here, installed in an empty environment, run from somewhere else."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.cli.driving import environment

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def build(into: Path) -> Path:
    """A wheel of this checkout, by the backend of this environment: nothing is fetched."""
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(into), str(ROOT)],
        check=True,
        capture_output=True,
    )
    [wheel] = into.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`estatectl` in a new environment that holds the wheel alone; its dependencies are lent by this one."""
    place = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True)
    [site] = place.glob("lib/python*/site-packages")
    # Lent by path: the editable install's own .pth file is not followed from here.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return place / "bin" / "estatectl"


def run(command: Path, *words: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    found = environment(XDG_CACHE_HOME=str(cwd / ".cache"), **env)
    found.pop("PYTHONPATH", None)  # the wheel's own code runs, not this checkout's
    return subprocess.run(
        [str(command), *words],
        cwd=cwd,
        env=found,
        capture_output=True,
        text=True,
        check=False,
    )


def test_policies_schemas_and_catalogue_are_inside(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for kind in ("policies", "schemas"):
        shipped = {str(path.relative_to(ROOT)) for path in (ROOT / kind).rglob("*.yaml")}
        assert {f"estatectl/_bundle/{name}" for name in shipped} <= names
    assert "estatectl/locale/zh_CN/LC_MESSAGES/click.mo" in names
    assert "estatectl/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "bench/"))]


def test_two_builds_are_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    again = build(tmp_path)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(wheel.read_bytes()).digest()


def test_it_is_the_wheel_that_runs(command: Path, tmp_path: Path) -> None:
    python = command.parent / "python"
    where = subprocess.run(
        [str(python), "-I", "-c", "import estatectl; print(estatectl.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert str(command.parents[1]) in where.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_lists_the_nouns_of_the_packaged_policies(command: Path, tmp_path: Path, lang: str) -> None:
    shown = run(command, "--help", "--lang", lang, cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "request 诉求" in shown.stdout
    assert shown.stderr == ""


def test_the_packaged_policies_hold_together(command: Path, tmp_path: Path) -> None:
    checked = run(command, "policy", "check", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_an_estate_is_founded_and_fit_for_work(command: Path, tmp_path: Path) -> None:
    founded = run(command, "init", "estate", "--sample", cwd=tmp_path)
    assert founded.returncode == 0, founded.stderr
    healthy = run(command, "doctor", cwd=tmp_path / "estate")
    assert healthy.returncode == 0, healthy.stdout + healthy.stderr
