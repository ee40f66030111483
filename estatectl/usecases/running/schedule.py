"""How the clock is made to call the jobs: lines for cron, units for systemd. Texts of files, ready to install."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from estatectl.domain.running.jobs import JOBS, Job
from estatectl.domain.words import Lang, Words

_WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The jobs of one estate, called by `program`. Paths are absolute, so that neither cron nor systemd needs a PATH.

    `zone` is the estate's: its midnight is when a day is over. `lang` is the language of reports and notices.
    """

    program: tuple[str, ...]
    directory: str
    zone: str
    lang: Lang

    def files(self) -> Mapping[str, str]:
        """Every file by its name below the estate directory."""
        units = {name: text for job in JOBS for name, text in self._units(job).items()}
        return {"cron/crontab": self.crontab(), **units}

    def crontab(self) -> str:
        """The lines for cron. What the administrator must switch on stands there as a remark, with the reason."""
        head = [
            *_remarks(_HEAD),
            *_remarks(_ZONE.fill(zone=self.zone)),
            f"CRON_TZ={self.zone}",
            f"ESTATECTL_LANG={self.lang}",
        ]
        lines = [line for job in JOBS for line in self._cron_lines(job)]
        return "\n".join([*head, *lines, ""])

    def command(self, job: Job) -> list[str]:
        """The words that call a job."""
        where = [f"{self.directory}/{job.folder}/"] if job.folder else []
        return [*self.program, "--dir", self.directory, "--cron", *job.command.split(), *job.options, *where]

    def _cron_lines(self, job: Job) -> list[str]:
        # The result is for people at a terminal; the log has the gist, and cron mails what goes to stderr.
        line = f"{_cron_time(job)} {_for_cron(shlex.join(self.command(job)))} > /dev/null"
        if job.caution is not None:
            return ["", *_remarks(job.title), *_remarks(job.caution), f"#{line}"]
        return ["", *_remarks(job.title), line]

    def _units(self, job: Job) -> Mapping[str, str]:
        name = f"cron/estatectl-{job.id.replace('_', '-')}"
        service = [
            *(_remarks(job.caution) if job.caution is not None else ()),
            "[Unit]",
            f"Description=estatectl {job.command} ({self.directory.replace('%', '%%')})",
            "",
            "[Service]",
            "Type=oneshot",
            f"Environment=ESTATECTL_LANG={self.lang}",
            f"ExecStart={' '.join(map(_for_systemd, self.command(job)))}",
            "StandardOutput=null",
            "",
        ]
        timer = [
            "[Unit]",
            f"Description=estatectl {job.command}",
            "",
            "[Timer]",
            f"OnCalendar={_systemd_time(job, self.zone)}",
            "AccuracySec=1s",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
        ]
        return {f"{name}.service": "\n".join(service), f"{name}.timer": "\n".join(timer)}


def schedule(program: Sequence[str], directory: str, zone: str, lang: Lang) -> Schedule:
    """The schedule of the estate in `directory`."""
    return Schedule(program=tuple(program), directory=directory, zone=zone, lang=lang)


def _cron_time(job: Job) -> str:
    if job.at is None:
        return "* * * * *"
    return f"{job.at.minute} {job.at.hour} {job.day or '*'} * {'*' if job.weekday is None else job.weekday}"


def _systemd_time(job: Job, zone: str) -> str:
    if job.at is None:
        return "minutely"
    weekday = "" if job.weekday is None else f"{_WEEKDAYS[job.weekday]} "
    return f"{weekday}*-*-{f'{job.day:02}' if job.day else '*'} {job.at:%H:%M:%S} {zone}"


def _remarks(words: Words) -> list[str]:
    return [f"# {words.zh}", f"# {words.en}"]


def _for_cron(text: str) -> str:
    # cron reads a bare % as the end of the command.
    return text.replace("%", "\\%")


def _for_systemd(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if escaped != word or any(char.isspace() for char in word) else word


_HEAD = Words(
    zh="estatectl 的定时任务。做了什么、结果如何，见小区目录里的 log/estatectl.log；出错时 cron 会发邮件给 MAILTO。",
    en="The jobs of estatectl. What each did is in log/estatectl.log of the estate; what fails, cron mails to MAILTO.",
)
_ZONE = Words(
    zh="以下钟点是 {zone} 的；Debian、Ubuntu 的 cron 不认 CRON_TZ，按机器的时区走，请把机器时区设成一样。",
    en="The times are those of {zone}. The cron of Debian and Ubuntu ignores CRON_TZ: set the machine to that zone.",
)
