"""Floor 3: all channels of an estate as they can be used here, and whose turn it is to send over each."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from estatectl.adapters.channels.secrets import SECRETS, Secrets, read_secrets
from estatectl.adapters.outbox import FileCarrier
from estatectl.domain.notices.notice import Channel
from estatectl.usecases.delivery.ports import Address, Carrier


class EstateCarriers:
    """`ports.Carriers` of an estate directory. Secrets are read when a channel first needs them."""

    def __init__(self, directory: Path, outbox: Path, env: Mapping[str, str]) -> None:
        self._directory, self._outbox, self._env = directory, outbox, env

    @cached_property
    def secrets(self) -> Secrets:
        return read_secrets(self._directory / SECRETS, self._env)

    def open(self, channel: Channel) -> Carrier:
        if not channel.far:
            return FileCarrier(self._outbox / "notices.jsonl")
        from estatectl.adapters.channels.apprise_carrier import open_channel  # noqa: PLC0415 - for those who send far

        return open_channel(channel, self.secrets.channels.get(channel.id))

    def address(self, person: str | None, posts: tuple[str, ...], kind: str) -> Address:
        return self.secrets.address(person, posts, kind)

    @contextmanager
    def turn(self, channel: Channel) -> Iterator[bool]:
        """A lock that ends with its process, however that ends. For what stays here it is waited for, a moment."""
        self._outbox.mkdir(exist_ok=True)
        descriptor = os.open(self._outbox / f".{channel.id}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield _locked(descriptor, wait=not channel.far)
        finally:
            os.close(descriptor)


def _locked(descriptor: int, *, wait: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
