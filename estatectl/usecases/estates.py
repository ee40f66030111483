"""Floor 2: founding an estate: what its directory holds besides policies, and how the clock is made to tick."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TICK = ("tick", "--as", "system", "--no-input", "-q")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The lines that make cron, or systemd, call `tick` every minute. Texts of files, ready to install."""

    crontab: str
    service: str
    timer: str

    def files(self) -> Mapping[str, str]:
        """The same under the names they are written to, below the estate directory."""
        return {
            "cron/crontab": self.crontab,
            "cron/estatectl-tick.service": self.service,
            "cron/estatectl-tick.timer": self.timer,
        }


def schedule(program: Sequence[str], directory: str) -> Schedule:
    """Both ways to call `program` for the estate in `directory`: absolute, so that neither needs a PATH."""
    command = [*program, "--dir", directory, *TICK]
    log = shlex.quote(f"{directory}/cron/tick.log")
    return Schedule(
        crontab=f"* * * * * {_for_cron(shlex.join(command))} >> {_for_cron(log)} 2>&1\n",
        service="\n".join(
            [
                "[Unit]",
                f"Description=estatectl tick for {directory.replace('%', '%%')}",
                "",
                "[Service]",
                "Type=oneshot",
                f"ExecStart={' '.join(map(_for_systemd, command))}",
                "",
            ]
        ),
        timer="\n".join(
            [
                "[Unit]",
                "Description=estatectl tick, every minute",
                "",
                "[Timer]",
                "OnCalendar=minutely",
                "AccuracySec=1s",
                "Persistent=true",
                "",
                "[Install]",
                "WantedBy=timers.target",
                "",
            ]
        ),
    )


def _for_cron(text: str) -> str:
    # cron reads a bare % as the end of the command.
    return text.replace("%", "\\%")


def _for_systemd(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if escaped != word or any(char.isspace() for char in word) else word
