"""Floor 3: a channel beyond this machine, over Apprise: group robots, mail servers, gateways for text messages."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from estatectl.adapters.channels.answers import heard
from estatectl.domain.notices.message import Message
from estatectl.domain.notices.notice import Carries, Channel
from estatectl.domain.problems import BadInput, DataBroken
from estatectl.domain.words import Words, same
from estatectl.usecases.delivery.ports import Undelivered

if TYPE_CHECKING:
    from types import ModuleType

KEY = "X-Estatectl-Key"
"""The header that bears a message's key, where the way out has headers: mail, and gateways over HTTP."""


class AppriseCarrier:
    """One channel over Apprise. Nothing that Apprise, a library below it or the far end says is shown or kept: it may
    quote addresses and keys. What is told of a failure are numbers, and words of our own."""

    repeats_safely = False

    def __init__(self, channel: Channel, url: str, apprise: ModuleType) -> None:
        self._channel, self._url, self._apprise = channel, url, apprise

    def __repr__(self) -> str:
        return f"AppriseCarrier({self._channel.id})"

    def carry(self, messages: tuple[Message, ...]) -> None:
        for message in messages:
            self._carry(message)

    def _carry(self, message: Message) -> None:
        plugin = self.plugin(message)
        if plugin is None:
            raise Undelivered("address", for_good=True)
        with heard(self._url.partition(":")[0].lower()) as answer:
            try:
                sent = bool(plugin.notify(body=message.body, title=message.subject))
            except Exception:  # whatever it is, its text may quote the address
                raise Undelivered("failed") from None
        if answer.status is not None and not 200 <= answer.status < 300:
            raise Undelivered(f"http:{answer.status}")
        if answer.verdict:
            raise Undelivered(f"answer:{answer.verdict}")
        if not sent:
            raise Undelivered("unreachable" if answer.asked and answer.status is None else "failed")

    def plugin(self, message: Message) -> Any:
        """What Apprise makes of the channel's secret and the receiver's address; None where it makes nothing."""
        url = self._url
        for kind in ("phone", "mail", "id"):
            url = url.replace(f"{{{kind}}}", quote(message.address or "", safe=""))
        asset = self._apprise.AppriseAsset(
            app_id="estatectl", app_desc="estatectl", secure_logging=True, storage_mode="memory"
        )
        plugin = self._apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
        if plugin:
            plugin.notify_format = self._apprise.NotifyFormat.TEXT  # a notice is text, also where mail would be HTML
        headers = getattr(plugin, "headers", None)
        if isinstance(headers, dict):
            headers[KEY] = message.key
        return plugin or None


def open_channel(channel: Channel, url: str | None) -> AppriseCarrier:
    """The carrier of a channel; refuses where its secret is missing or makes no sense, or Apprise is not installed."""
    if not url:
        name = f"ESTATECTL_CHANNEL_{channel.id.upper()}"
        words, hint = _NO_SECRET.fill(id=same(channel.id)), _WRITE.fill(id=same(channel.id), name=same(name))
        raise BadInput.one("EST-612", words, hint=hint)
    if channel.carries is Carries.PERSON and f"{{{channel.address}}}" not in url:
        words = _NO_GAP.fill(id=same(channel.id), kind=same(str(channel.address)))
        raise BadInput.one("EST-614", words)
    try:
        import apprise  # noqa: PLC0415 - takes a second: only a command that sends pays for it
    except ImportError:
        raise DataBroken.one("EST-613", _NO_APPRISE, hint=_INSTALL) from None
    _silence()
    carrier = AppriseCarrier(channel, url, apprise)
    trial = Message(key="", address="13800000000@example.com", subject="", body="", notices=())
    if carrier.plugin(trial) is None:
        raise BadInput.one("EST-614", _NO_SENSE.fill(id=same(channel.id)), hint=_SEE)
    return carrier


def _silence() -> None:
    """Nothing of what Apprise and those below it log leaves this process."""
    for name in ("apprise", "requests", "urllib3", "smtplib"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [logging.NullHandler()]
        logger.propagate = False
        logger.setLevel(logging.CRITICAL + 1)


_NO_SECRET = Words(zh="渠道“{id}”还没有地址，通知等着", en="the channel '{id}' has no address; its notices wait")
_WRITE = Words(
    zh="写进 secrets.yaml 的 channels（{id}: …），或设环境变量 {name}",
    en="write it into secrets.yaml under channels ({id}: …), or set {name}",
)
_NO_GAP = Words(
    zh="渠道“{id}”送到各人，地址里却没有 {{{kind}}}",
    en="the channel '{id}' leads to persons, but its address has no {{{kind}}}",
)
_NO_APPRISE = Words(zh="没有安装 Apprise，通知送不出本机", en="Apprise is not installed: no notice leaves this machine")
_INSTALL = Words(zh="安装：pip install 'estatectl[notify]'", en="install it: pip install 'estatectl[notify]'")
_NO_SENSE = Words(zh="Apprise 看不懂渠道“{id}”的地址", en="Apprise makes nothing of the address of channel '{id}'")
_SEE = Words(
    zh="写法见 https://github.com/caronc/apprise/wiki 和 docs/how-to/notices.zh-CN.md",
    en="its form: https://github.com/caronc/apprise/wiki and docs/how-to/notices.md",
)
