"""Completion: scripts that the shells accept, and answers with Chinese help."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.cli.driving import estatectl


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(shell: str) -> None:
    script = estatectl("completion", shell)
    assert script.status == 0
    assert "_ESTATECTL_COMPLETE" in script.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_accepts_its_script(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not on this machine")
    script = estatectl("completion", shell)
    assert subprocess.run([shell, "-n"], input=script.stdout, check=False).returncode == 0


def test_words_complete_with_chinese_help() -> None:
    answer = estatectl(
        COMP_WORDS="estatectl comple", COMP_CWORD="1", _ESTATECTL_COMPLETE="zsh_complete", ESTATECTL_LANG="zh"
    )
    assert answer.out.splitlines()[:3] == ["plain", "completion", "打印 bash/zsh/fish 的补全脚本"]


def test_values_complete() -> None:
    answer = estatectl(COMP_WORDS="estatectl completion ", COMP_CWORD="2", _ESTATECTL_COMPLETE="bash_complete")
    assert answer.out.split() == ["plain,bash", "plain,zsh", "plain,fish"]


def test_global_options_complete_after_the_verb() -> None:
    answer = estatectl(COMP_WORDS="estatectl version --l", COMP_CWORD="2", _ESTATECTL_COMPLETE="bash_complete")
    assert answer.out.split() == ["plain,--lang"]
