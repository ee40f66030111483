"""The sample report as its readers see it, kept beside the tests: `python -m tests.reports.golden` writes it anew."""

from __future__ import annotations

from pathlib import Path

from estatectl.domain.words import Lang
from estatectl.render.look import Look
from estatectl.render.reports.markdown import report_markdown
from estatectl.render.reports.onscreen import report_page
from estatectl.render.text import page_text
from tests.reports.sample import REPORT, ZONE

HERE = Path(__file__).parent / "golden"
LANGS: tuple[Lang, ...] = ("zh", "en")


def shown(lang: Lang) -> dict[Path, str]:
    """Where each form is kept, and what it is."""
    look = Look(lang=lang, zone=ZONE, columns=100)
    return {
        HERE / f"sample.{lang}.md": report_markdown(REPORT, lang),
        HERE / f"sample.{lang}.txt": page_text(report_page(REPORT, lang), look),
    }


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for each in LANGS:
        for path, text in shown(each).items():
            path.write_text(text, encoding="utf-8")
