"""Every invalid example says exactly what its `.expected` says. UPDATE_EXPECTED=1 rewrites them: review the diff."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from estatectl.adapters.policyfiles import check_directory
from tests.policyfiles.examples import FOLDER, VALID, invalid_examples, lay_over, named, shown


def test_the_valid_examples_are_sound() -> None:
    assert check_directory(VALID) == ()


def test_there_are_enough_examples() -> None:
    assert len(invalid_examples()) >= 60


@pytest.mark.parametrize("example", invalid_examples(), ids=named)
def test_an_invalid_example_is_told_as_expected(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_over(example, tmp_path)
    monkeypatch.chdir(tmp_path)
    problems = check_directory(FOLDER)
    said = shown(problems, "en")
    assert said != ""
    expected = example.with_suffix(".expected")
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    for problem in problems:
        assert problem.words.zh.strip()
        assert problem.words.zh != problem.words.en
