"""Replays the ```console blocks of the pages, so that what they show is what the program says.

python docs/replay.py [PAGE…]           say which blocks no longer show the truth, and end with 1
python docs/replay.py --write [PAGE…]   put the real output into the pages

A page asks for it with `<!-- replay: sample now=2026-11-10T09:00 -->` (a fresh sample estate; `nothing` is an empty
folder). `<!-- replay: now=… -->` moves the clock, `<!-- replay: run COMMAND -->` does something unseen. Over a `yaml`
block, `<!-- replay: file PATH -->` makes that file of it, `<!-- replay: rules PATH -->` puts it first among the rules
of that table. Blocks follow one another in one place. In expected output a line `…` stands for any number of lines.
"""

from __future__ import annotations

import difflib
import importlib
import os
import pkgutil
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import estatectl
from estatectl.adapters.estates import cache_directory
from estatectl.adapters.policyfiles import check_directory
from estatectl.cli.main import run
from estatectl.wiring.places import packaged

ROOT = Path(__file__).resolve().parent.parent
PLACE = "/srv"  # what a reader sees instead of the temporary folder
DIRECTIVE = re.compile(r"^<!-- replay: (.+?) -->", re.MULTILINE)
PARTS = re.compile(
    r"^<!-- replay: (?P<how>file|rules) (?P<path>\S+) -->\n```yaml\n(?P<yaml>.*?)^```$"
    r"|^<!-- replay: (?P<told>.+?) -->|^```console\n(?P<block>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
PLAIN = re.compile(r"^estatectl(?: |$)[^|<>;&$`]*$")
# What differs from one machine or one edition of the policies to the next.
UNSTEADY = (
    (re.compile(r"\S*/python3?(?:\.\d+)? -m estatectl"), "/opt/estatectl/bin/python -m estatectl"),
    (re.compile(r"((?:细则版本|摘要|policies|digest) )[0-9a-f]{12}\b"), r"\1…"),
    (re.compile(r"((?:链头|head) +)[0-9a-f]{64}"), r"\1…"),
)


@dataclass(slots=True)
class World:
    """One estate in a temporary folder, and the environment in which a page's commands run."""

    folder: Path
    place: Path
    env: dict[str, str] = field(default_factory=dict)
    status: int = 0

    def run(self, command: str) -> str:
        """Everything that a command says, as a reader sees it."""
        if command == "echo $?":
            return f"{self.status}\n"
        if moved := re.fullmatch(r"cd (\S+)", command):
            self.place = (self.place / moved[1]).resolve()
            return ""
        if given := re.fullmatch(r"export (\w+)=(.*)", command):
            self.env[given[1]] = shlex.split(given[2])[0]
            return ""
        said = self._in_a_child(shlex.split(command)[1:]) if PLAIN.match(command) else self._by_the_shell(command)
        said = said.replace(str(self.folder), PLACE)
        for pattern, instead in UNSTEADY:
            said = pattern.sub(instead, said)
        return "".join(f"{line.rstrip()}\n" for line in said.splitlines())

    def _by_the_shell(self, command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.place,
            env={**self.env, "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.status = done.returncode
        return done.stdout.decode()

    def _in_a_child(self, words: list[str]) -> str:
        # A fork of this process has the program loaded already: a page of thirty commands takes seconds.
        with tempfile.TemporaryFile() as said:
            child = os.fork()
            if child == 0:
                os.chdir(self.place)
                os.environ.clear()
                os.environ.update(self.env)
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                status = run(words)
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
            self.status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            said.seek(0)
            return said.read().decode()


def replayed(page: Path, folder: Path) -> tuple[str, str]:
    """A page as it stands, and as it should read."""
    text = page.read_text(encoding="utf-8")
    world = World(folder, folder, _environment(page, folder))
    written: list[str] = []
    done = 0
    for part in PARTS.finditer(text):
        if part["yaml"] is not None:
            _put(part["how"], world.place / part["path"], part["yaml"])
            continue
        if part["told"] is not None:
            _obey(part["told"], world)
            continue
        written.append(text[done : part.start("block")])
        written.append("".join(_answered(part["block"], world)))
        done = part.end("block")
    return text, "".join(written) + text[done:]


def _environment(page: Path, folder: Path) -> dict[str, str]:
    lang = "zh" if page.name.endswith(".zh-CN.md") else "en"
    return {
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "ESTATECTL_LANG": lang,
        "ESTATECTL_CACHE": str(cache_directory(os.environ) or folder / ".cache"),
        "COLUMNS": "110",
        "PATH": os.environ.get("PATH", ""),
    }


def _obey(told: str, world: World) -> None:
    if told.startswith("run "):
        world.run(told.removeprefix("run "))
        return
    for word in sorted(told.split()):  # `now=` before `sample`: an estate is founded at the page's time
        if word.startswith("now="):
            world.env["ESTATECTL_NOW"] = word.removeprefix("now=")
        elif word == "sample":
            said = world.run("estatectl init --sample lanting")
            assert (world.folder / "lanting" / "journal.sqlite").is_file(), said
            world.place = world.folder / "lanting"
        elif word != "nothing":
            raise SystemExit(f"unknown word of a replay: {word}")


def _put(how: str, file: Path, yaml: str) -> None:
    """What a reader does in an editor."""
    if how == "rules":
        head, rules = file.read_text(encoding="utf-8").split("\nrules:\n")
        yaml = f"{head}\nrules:\n{yaml}{rules}"
    file.write_text(yaml, encoding="utf-8")


def _answered(block: str, world: World) -> Iterator[str]:
    for command, expected in _commands(block):
        yield f"$ {command[0]}\n"
        yield from (f"> {line}\n" for line in command[1:])
        said = world.run("\n".join(command))
        yield expected if _agree(expected, said) else said


def _commands(block: str) -> Iterator[tuple[list[str], str]]:
    for one in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = one.splitlines()
        command = [lines[0]]
        while len(lines) > len(command) and lines[len(command)].startswith("> "):
            command.append(lines[len(command)].removeprefix("> "))
        yield command, "".join(f"{line}\n" for line in lines[len(command) :])


def _agree(expected: str, said: str) -> bool:
    parts = [r"(?:.*\n)*?" if line == "…" else re.escape(line) + r"\n" for line in expected.splitlines()]
    return re.fullmatch("".join(parts), said) is not None


def main(words: list[str]) -> int:
    """Compare the pages, or with `--write` put them right; the exit status."""
    write = "--write" in words
    chosen = [Path(word).resolve() for word in words if word != "--write"]
    stale = 0
    _get_ready()
    for page in chosen or pages():
        with tempfile.TemporaryDirectory() as folder:
            stands, should = replayed(page, Path(folder).resolve())
        if stands == should:
            continue
        stale += 1
        if write:
            page.write_text(should, encoding="utf-8")
            continue
        name = str(page.relative_to(ROOT))
        sys.stdout.writelines(
            difflib.unified_diff(stands.splitlines(True), should.splitlines(True), name, "as the program says it now")
        )
    return 1 if stale and not write else 0


def _get_ready() -> None:
    """Load what commands load, once: a child has it all."""
    for module in pkgutil.walk_packages(estatectl.__path__, "estatectl."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    check_directory(packaged("policies"))


def pages() -> list[Path]:
    """Every page that asks to be replayed."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(page for page in found if DIRECTIVE.search(page.read_text(encoding="utf-8")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
