"""What the pages show is what the program says, and what they point to is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    page for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if "node_modules" not in page.parts
)
REPLAYED = [page for page in PAGES if "<!-- replay: " in page.read_text(encoding="utf-8")]
LINK = re.compile(r"\[[^\]]*\]\((?P<to>[^)\s]+)\)")


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", REPLAYED, ids=_name)
def test_the_commands_of_the_page_answer_as_it_shows(page: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "replay.py"), str(page)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, f"make docs\n{done.stdout.decode()}{done.stderr.decode()}"


def test_there_are_pages_to_replay_in_both_languages() -> None:
    chinese = [page for page in REPLAYED if page.name.endswith(".zh-CN.md")]
    assert len(chinese) >= 3
    assert len(REPLAYED) - len(chinese) >= 3


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


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_page_and_its_twin_in_the_other_language_point_to_each_other(page: Path) -> None:
    twin = _twin(page)
    if not twin.exists():
        pytest.skip("written in one language")
    assert f"({twin.name})" in page.read_text(encoding="utf-8")


def _twin(page: Path) -> Path:
    name = page.name
    other = name.replace(".zh-CN.md", ".md") if name.endswith(".zh-CN.md") else name.replace(".md", ".zh-CN.md")
    return page.with_name(other)
