"""The chain that makes tampering visible: canonical text, hashes of lines, and commitments to personal values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from estatectl.domain.entries import Personal
from estatectl.domain.words import Words

GENESIS = "0" * 64
_MARK = frozenset({"personal", "commitment"})
_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is stored. Instants are UTC ISO text, `data` is canonical JSON with commitments in it."""

    seq: int
    stream: str
    version: int
    key: str | None
    at: str
    recorded_at: str
    kind: str
    actor: str
    policy: str
    data: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Secret:
    """A personal value that was taken out of the data of a line: where it stood, and what opens its commitment."""

    ref: str
    path: str
    salt: str
    value: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first line that does not hold, and why."""

    seq: int
    why: Words


def canonical(value: object) -> str:
    """The one written form of a value: keys sorted, no spaces, no escapes that are not needed.

    Raises TypeError on floats and on anything that is not JSON, ValueError on text that UTF-8 cannot carry.
    """
    _refuse_unstable(value)
    text = _ENCODE(value)
    text.encode()
    return text


def _refuse_unstable(value: object) -> None:
    match value:
        case None | bool() | int() | str():
            return
        case dict():
            for key, child in value.items():
                if not isinstance(key, str):
                    raise TypeError(f"a journaled mapping has text keys, not {key!r}")
                _refuse_unstable(child)
        case list() | tuple():
            for child in value:
                _refuse_unstable(child)
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form: write decimals and instants as text")


def line_hash(line: Line) -> str:
    """The hash of a line: sha256 of the hash before it, followed by the canonical JSON of all its other columns.

    The stored data goes in as it stands, so that even a changed space shows.
    """
    first = _ENCODE({"actor": line.actor, "at": line.at})
    rest = _ENCODE(
        {
            "key": line.key,
            "kind": line.kind,
            "policy": line.policy,
            "recorded_at": line.recorded_at,
            "seq": line.seq,
            "stream": line.stream,
            "version": line.version,
        }
    )
    whole = f'{line.prev}{first[:-1]},"data":{line.data},{rest[1:]}'
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def commitment(salt: str, value: str) -> str:
    """What the chain holds in place of a personal value. Salts have one length, so the join is unambiguous."""
    return sha256((salt + value).encode()).hexdigest()


def seal(
    data: Mapping[str, object], refs: str, salt: Callable[[], str]
) -> tuple[dict[str, object], tuple[Secret, ...]]:
    """The data with commitments in place of personal values, and those values. References are `<refs>.<n>`."""
    secrets: list[Secret] = []

    def sealed(value: object, path: str) -> object:
        match value:
            case Personal():
                secret = Secret(f"{refs}.{len(secrets)}", path, salt(), value.value)
                secrets.append(secret)
                return {"personal": secret.ref, "commitment": commitment(secret.salt, secret.value)}
            case Mapping():
                if value.keys() == _MARK:
                    raise ValueError("a mapping of 'personal' and 'commitment' is kept for commitments")
                return {key: sealed(child, f"{path}.{key}" if path else str(key)) for key, child in value.items()}
            case str() | bytes():
                return value
            case Sequence():
                return [sealed(child, f"{path}.{index}" if path else str(index)) for index, child in enumerate(value)]
            case _:
                return value

    return {key: sealed(child, key) for key, child in data.items()}, tuple(secrets)


def reveal(value: object, values: Mapping[str, str | None]) -> object:
    """The data with personal values put back; None where one was erased."""
    if isinstance(value, dict):
        if value.keys() == _MARK:
            return values.get(value["personal"])
        return {key: reveal(child, values) for key, child in value.items()}
    if isinstance(value, list):
        return [reveal(child, values) for child in value]
    return value


def commitments(value: object) -> Iterator[tuple[str, str]]:
    """Every (reference, commitment) in the data of a line."""
    if isinstance(value, dict):
        if value.keys() == _MARK:
            yield value["personal"], value["commitment"]
        else:
            for child in value.values():
                yield from commitments(child)
    elif isinstance(value, list):
        for child in value:
            yield from commitments(child)


def mentions_personal(data: str) -> bool:
    """Whether canonical data may hold a commitment: cheap enough to ask before parsing."""
    return '"commitment":' in data


def has_field(path: str, fields: Iterable[str]) -> bool:
    """Whether a path names one of the fields or lies within one, at any depth: `owner` is in `values.owner.name`."""
    return any(f".{name}." in f".{path}." for name in fields)


def paths(value: object, path: str = "") -> Iterator[str]:
    """The paths of all leaves of an entry's data, as `has_field` understands them."""
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from paths(child, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from paths(child, f"{path}.{index}" if path else str(index))
    else:
        yield path


class Walk:
    """Checks lines one after the other, from the first on, and holds no more than the last number and hash."""

    def __init__(self) -> None:
        self.seq, self.hash = 0, GENESIS

    def step(self, line: Line, before: int | None) -> Flaw | None:
        """The flaw of the next line, if it has one. `before` is the number of its stream's previous version."""
        if line.seq != self.seq + 1:
            return Flaw(self.seq + 1, _GAP.fill(n=self.seq + 1))
        if line.prev != self.hash:
            return Flaw(line.seq, _UNLINKED)
        if line_hash(line) != line.hash:
            return Flaw(line.seq, _CHANGED)
        follows = line.version == 1 if before is None else 0 < before < line.seq
        if not follows:
            return Flaw(line.seq, _VERSION.fill(stream=line.stream, found=line.version))
        self.seq, self.hash = line.seq, line.hash
        return None

    def end(self, head: tuple[int, str] | None) -> Flaw | None:
        """The flaw of the chain's end, held against the head that was recorded apart from it."""
        if head is None:
            return Flaw(self.seq, Words(zh="链头记录不见了", en="the record of the chain's head is gone"))
        seq, recorded = head
        if seq > self.seq:
            return Flaw(self.seq + 1, _TRUNCATED.fill(n=seq, first=self.seq + 1))
        if seq < self.seq:
            return Flaw(seq + 1, _EXTRA.fill(n=seq))
        return None if recorded == self.hash else Flaw(seq, _HEAD)


def check_secret(line: Line, opened: Mapping[str, tuple[str, str] | None], erased: frozenset[str]) -> Flaw | None:
    """The flaw of a line's personal values: each must open its commitment, or have been erased by an entry.

    `opened` has (salt, value) by reference, or None where there is none left; `erased` names the references that
    an `erased` entry accounts for.
    """
    if not mentions_personal(line.data):
        return None
    for ref, committed in commitments(json.loads(line.data)):
        held = opened.get(ref)
        if held is None:
            if ref not in erased:
                return Flaw(line.seq, _VANISHED.fill(ref=ref))
        elif commitment(*held) != committed:
            return Flaw(line.seq, _UNCOMMITTED.fill(ref=ref))
    return None


_GAP = Words(zh="编号不连续，缺第 {n} 条", en="the numbering has a gap: entry {n} is missing")
_UNLINKED = Words(zh="与上一条的哈希接不上", en="it does not link to the hash of the entry before")
_CHANGED = Words(zh="内容与哈希不符，被改动过", en="its content does not match its hash: it was changed")
_VERSION = Words(
    zh="“{stream}”的第 {found} 版之前缺一版", en="version {found} of '{stream}' does not follow the version before it"
)
_TRUNCATED = Words(
    zh="链头记的是 {n} 条，第 {first} 条起被截去", en="the head counts {n} entries: from {first} on they were cut off"
)
_EXTRA = Words(
    zh="链头只记到第 {n} 条，此后的不是正常写入", en="the head stops at entry {n}: what follows was not written here"
)
_HEAD = Words(zh="链头记的哈希与最后一条不符", en="the recorded head does not match the last entry")
_VANISHED = Words(
    zh="个人信息 {ref} 不见了，又没有清除记录",
    en="the personal value {ref} is gone and no entry says that it was erased",
)
_UNCOMMITTED = Words(
    zh="个人信息 {ref} 被改动过", en="the personal value {ref} was changed: it does not open its commitment"
)
