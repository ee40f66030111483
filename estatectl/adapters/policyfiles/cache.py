"""Floor 3: sound policies kept compiled, by the digest of their text: a command starts without reading YAML again.

Plain JSON, sealed by its own SHA-256, one file per kind so that a command loads only what it looks at. A cache that
is damaged, foreign or out of date is passed over in silence; so is a home that cannot be written to.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import estatectl
from estatectl.adapters.policyfiles.schemas import schema_folder
from estatectl.adapters.policyfiles.sources import Sources
from estatectl.domain.bundle import Bundle
from estatectl.domain.tree import Node

FORMAT = 2
_KEPT = 8
_INDEX = "index.json"
_READY = ".ready.json"
Documents = Mapping[str, tuple[Node, ...]]


class _Damaged(Exception):
    """What the cache holds is not what was put in."""


def cached(folder: Path, sources: Sources, examine_again: Callable[[], Documents]) -> Bundle | None:
    """The bundle of these sources, if it was found sound before. `examine_again` replaces a part that was damaged."""
    home = _home(folder, sources)
    try:
        if not _is_ours(home):
            return None
        index = json.loads(_unsealed((home / _INDEX).read_bytes()))
    except (OSError, ValueError, _Damaged):
        return None
    vocabulary = {name: tuple(values) for name, values in index["vocabulary"].items()}
    kept = _Kept(sources, home, index["kinds"], examine_again)
    return Bundle(sources.digest, kept, vocabulary, ready=_Ready(sources, home, index["ready"]))


def keep(folder: Path, sources: Sources, bundle: Bundle) -> None:
    """Keep a bundle without problems for the next command; where that cannot be done, nothing happens."""
    import shutil  # noqa: PLC0415 only the first command after an edit pays for these
    import tempfile  # noqa: PLC0415 the same

    home = _home(folder, sources)
    try:
        home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(home.parent):
            return
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=home.parent))
    except OSError:
        return
    try:
        _write(making, sources, bundle)
        if home.exists():
            shutil.rmtree(home, ignore_errors=True)
        making.rename(home)
    except OSError:
        pass
    finally:
        shutil.rmtree(making, ignore_errors=True)
    _forget_old(home.parent)


class _Kept(Mapping[str, tuple[Node, ...]]):
    """Documents by kind, each kind read from its file when it is first asked for."""

    def __init__(self, sources: Sources, home: Path, hashes: dict[str, str], again: Callable[[], Documents]) -> None:
        self._sources, self._home, self._hashes, self._again = sources, home, hashes, again
        self._read: dict[str, tuple[Node, ...]] = {}

    def __getitem__(self, kind: str) -> tuple[Node, ...]:
        if kind not in self._hashes:
            raise KeyError(kind)  # there are no documents of that kind: nothing to look for
        if kind not in self._read:
            try:
                data = _matching((self._home / f"{kind}.json").read_bytes(), self._hashes[kind])
                self._read[kind] = tuple(Node(self._sources.shown(name), raw) for name, raw in json.loads(data))
            except (OSError, _Damaged):
                self._read.update(self._again())
        return self._read[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._hashes)

    def __len__(self) -> int:
        return len(self._hashes)


class _Ready(Mapping[str, Any]):
    """Models kept compiled, by kind. One that is damaged is not there: it is parsed from its documents again."""

    def __init__(self, sources: Sources, home: Path, hashes: dict[str, str]) -> None:
        self._sources, self._home, self._hashes = sources, home, hashes

    def __getitem__(self, kind: str) -> Any:
        try:
            data = _matching((self._home / f"{kind}{_READY}").read_bytes(), self._hashes[kind])
        except (OSError, _Damaged) as problem:
            raise KeyError(kind) from problem
        held = json.loads(data)
        return held | {"files": [self._sources.shown(name) for name in held["files"]]}

    def __iter__(self) -> Iterator[str]:
        return iter(self._hashes)

    def __len__(self) -> int:
        return len(self._hashes)


def _write(folder: Path, sources: Sources, bundle: Bundle) -> None:
    names = {sources.shown(name): name for name in sources.files}
    hashes: dict[str, str] = {}
    for kind, nodes in bundle.documents.items():
        data = _compact([[names[node.file], node.raw] for node in nodes])
        hashes[kind] = hashlib.sha256(data).hexdigest()
        _put(folder / f"{kind}.json", data)
    ready = _write_ready(folder, bundle, names)
    index = {"kinds": hashes, "ready": ready, "vocabulary": dict(bundle.vocabulary)}
    _put(folder / _INDEX, _sealed(_compact(index)))


def _write_ready(folder: Path, bundle: Bundle, names: Mapping[str, str]) -> dict[str, str]:
    """The lexicon is by far the largest model, and every request that is taken in needs it."""
    if not bundle.documents.get("lexicon"):
        return {}
    from estatectl.domain.lexicon.compiled import compiled  # noqa: PLC0415 only the first command after an edit

    held = compiled(bundle.lexicon)
    data = _compact(held | {"files": [names[file] for file in held["files"]]})
    _put(folder / f"lexicon{_READY}", data)
    return {"lexicon": hashlib.sha256(data).hexdigest()}


def _compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _put(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def _sealed(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode() + b"\n" + data


def _unsealed(data: bytes) -> bytes:
    seal, _, rest = data.partition(b"\n")
    return _matching(rest, seal.decode("ascii", "replace"))


def _matching(data: bytes, wanted: str) -> bytes:
    if hashlib.sha256(data).hexdigest() != wanted:
        raise _Damaged
    return data


def _home(folder: Path, sources: Sources) -> Path:
    return folder / "bundles" / f"{_program()}-{sources.digest[:40]}"


def _program() -> str:
    """What the compiled form depends on besides the policies: the format, and the schemas and models that judged."""
    domain = os.path.join(os.path.dirname(estatectl.__file__), "domain")
    rooms = sorted(entry.path for entry in os.scandir(domain) if entry.is_dir() and entry.name != "__pycache__")
    folders = (str(schema_folder()), domain, *rooms, os.path.dirname(__file__))
    stamps = [f"{FORMAT}"]
    for folder in folders:
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.is_file():
                stat = entry.stat()
                stamps.append(f"{entry.name}:{stat.st_size}:{stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:16]


def _is_ours(path: Path) -> bool:
    """Whether a directory belongs to this user and nobody else may write to it."""
    if not hasattr(os, "geteuid"):
        return path.is_dir()
    stat = path.lstat()
    return path.is_dir() and not path.is_symlink() and stat.st_uid == os.geteuid() and not stat.st_mode & 0o022


def _forget_old(parent: Path) -> None:
    import shutil  # noqa: PLC0415 the same

    with contextlib.suppress(OSError):
        homes = sorted((entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(parent) if entry.is_dir())
        for _, path in homes[:-_KEPT]:
            shutil.rmtree(path, ignore_errors=True)
