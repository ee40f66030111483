"""Compiles click's Chinese catalogue, `click.po` beside `click.mo`. Needs babel."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).resolve().parent.parent / "estatectl" / "locale" / "zh_CN" / "LC_MESSAGES"


def compile_catalogue() -> Path:
    """Write the compiled catalogue and return where it is."""
    with (HERE / "click.po").open("rb") as source:
        catalogue = read_po(source, locale="zh_CN")
    target = HERE / "click.mo"
    with target.open("wb") as sink:
        write_mo(sink, catalogue)
    return target


if __name__ == "__main__":
    print(compile_catalogue())
