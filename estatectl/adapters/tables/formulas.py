"""Floor 3: cells of a workbook that hold a formula without its value, or an error: readers show both blank."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")

Valueless = dict[tuple[int, int], str]
"""By row and column from 1: the formula, or the error that the cell shows."""


def valueless(path: Path, sheet: str) -> Valueless:
    """The cells of a sheet that have no value of their own; none where the workbook is laid out in an unknown way."""
    with zipfile.ZipFile(path) as book:
        part = _part(book, sheet)
        if part is None or part not in book.namelist():
            return {}
        with book.open(part) as stream:
            return dict(_found(stream))


def _part(book: zipfile.ZipFile, sheet: str) -> str | None:
    """The file inside the workbook that holds a sheet."""
    names = set(book.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    workbook = ElementTree.fromstring(book.read("xl/workbook.xml"))
    wanted = next((each.get(_REL) for each in workbook.iter(f"{_MAIN}sheet") if each.get("name") == sheet), None)
    for relation in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels")):
        if relation.get("Id") == wanted:
            return posixpath.normpath(posixpath.join("/xl", relation.get("Target") or "")).lstrip("/")
    return None


def _found(stream: IO[bytes]) -> Iterator[tuple[tuple[int, int], str]]:
    for _, element in ElementTree.iterparse(stream):
        if element.tag == f"{_MAIN}c":
            formula, value = element.find(f"{_MAIN}f"), element.findtext(f"{_MAIN}v")
            at = _ADDRESS.fullmatch(element.get("r") or "")
            if at is not None and element.get("t") == "e":
                yield _where(at), value or "#"
            elif at is not None and formula is not None and not value:
                yield _where(at), f"={formula.text or ''}"
        elif element.tag == f"{_MAIN}row":
            element.clear()


def _where(at: re.Match[str]) -> tuple[int, int]:
    column = 0
    for letter in at[1]:
        column = column * 26 + ord(letter) - 64
    return int(at[2]), column
