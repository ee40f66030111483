"""What the pages show is what the program says, and what they point to is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from estatectl.adapters.policyfiles import load_bundle
from estatectl.cli.main import CLEAN, CRASH, DATA, FINDINGS, INTERRUPTED, NOTHING, POLICY, USAGE

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    page for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if "node_modules" not in page.parts
)
REPLAYED = [page for page in PAGES if "\n<!-- replay: " in page.read_text(encoding="utf-8")]
CHINESE = [page for page in REPLAYED if page.name.endswith(".zh-CN.md")]
ENGLISH = [page for page in REPLAYED if page not in CHINESE]
LINK = re.compile(r"\[[^\]]*\]\((?P<to>[^)\s]+)\)")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.slow
@pytest.mark.parametrize("pages", [ENGLISH, CHINESE], ids=["english", "chinese"])
def test_the_commands_of_the_pages_answer_as_they_show(pages: list[Path]) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "replay.py"), *map(str, pages)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, f"make docs\n{done.stdout.decode()}{done.stderr.decode()}"


def test_there_are_pages_to_replay_in_both_languages() -> None:
    assert len(CHINESE) == len(ENGLISH) >= 8


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_relative_link_of_the_page_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    lost = []
    for link in LINK.finditer(text):
        to, _, anchor = link["to"].partition("#")
        if "://" in to or to.startswith("mailto:"):
            continue
        target = (page.parent / to).resolve() if to else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            lost.append(link["to"])
    assert lost == []


def _anchors(page: Path) -> set[str]:
    """The anchors that a page offers: its headings as GitHub names them, and `<a id>`."""
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r'<a id="([^"]+)"', text))
    for heading in re.findall(r"^#{1,6} (.+)$", text, flags=re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        named.add(plain)
    return named


def _twin(page: Path) -> Path:
    name = page.name
    other = name.replace(".zh-CN.md", ".md") if name.endswith(".zh-CN.md") else name.replace(".md", ".zh-CN.md")
    return page.with_name(other)


@pytest.mark.parametrize("page", [page for page in PAGES if _twin(page).exists()], ids=_name)
def test_a_page_and_its_twin_in_the_other_language_point_to_each_other(page: Path) -> None:
    assert f"({_twin(page).name})" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "README.zh-CN.md"], ids=_name)
def test_the_readme_counts_the_clauses_as_the_charter_does(page: Path) -> None:
    clauses = load_bundle(ROOT / "policies", cache=None).charter.clauses.values()
    pending = sum(clause.pending for clause in clauses)
    text = page.read_text(encoding="utf-8")
    for count in (len(clauses), len(clauses) - pending, pending):
        assert re.search(rf"(?<!\d){count}(?!\d)", text)


def test_the_readme_names_every_exit_status() -> None:
    statuses = {CLEAN, FINDINGS, USAGE, POLICY, DATA, NOTHING, CRASH, INTERRUPTED}
    for page in (ROOT / "README.md", ROOT / "README.zh-CN.md"):
        assert {
            int(each) for each in re.findall(r"^\| (\d+) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
        } == statuses
