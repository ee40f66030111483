"""Real servers on this machine that notices are sent to: one that takes POSTs, one that takes mail."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller


@dataclass(frozen=True)
class Post:
    """One POST as it came."""

    path: str
    headers: dict[str, str]
    body: Any

    @property
    def key(self) -> str:
        return self.headers["x-estatectl-key"]

    @property
    def text(self) -> str:
        return str(self.body["message"])


@dataclass
class Endpoint:
    """Takes POSTs of JSON. It answers with `status` and `answer`; `before` runs between taking and answering."""

    port: int = 0
    status: int = 200
    answer: dict[str, Any] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    before: Callable[[Post], None] | None = None

    def url(self, more: str = "") -> str:
        return f"json://127.0.0.1:{self.port}/{more}"

    @property
    def texts(self) -> list[str]:
        return [post.text for post in self.posts]

    def take(self, post: Post) -> None:
        self.posts.append(post)
        if self.before is not None:
            self.before(post)


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """An endpoint that listens on this machine alone."""
    made = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.take(Post(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            data = json.dumps(made.answer).encode()
            self.send_response(made.status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None: ...

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:  # whoever asked was killed
                self.close_connection = True

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.port = server.server_port
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@dataclass
class Mailbox:
    """Takes mail. While `refusal` is set it refuses every message with that line."""

    port: int = 0
    refusal: str | None = None
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - their name
        if self.refusal is not None:
            return self.refusal
        self.to.append(list(envelope.rcpt_tos))
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server that listens on this machine alone."""
    made = Mailbox(port=free_port())
    controller = Controller(made, hostname="127.0.0.1", port=made.port)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
