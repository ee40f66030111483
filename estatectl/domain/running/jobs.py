"""The jobs that cron or systemd call: which command, when, and whether two of them at once would be one too many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta

from estatectl.domain.words import Words

REPORTS, BACKUPS = "reports", "backups"
"""Where reports and copies of the journal go, below the estate directory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A command that the clock calls.

    `name` is short, `title` says what it does. It is due at `at` in the estate's zone (None: every minute), on a
    weekday (0 is Sunday) or a day of the month where one is given. `folder` says where its files go, given as the last
    option. `alone`: two at once would do the work twice. What has a `caution` is left for the administrator to switch
    on, for that reason.
    """

    id: str
    command: str
    name: Words
    title: Words
    at: time | None = None
    weekday: int | None = None
    day: int | None = None
    options: tuple[str, ...] = ()
    folder: str | None = None
    alone: bool = False
    caution: Words | None = None

    @property
    def wanted(self) -> bool:
        return self.caution is None

    @property
    def every(self) -> timedelta:
        """The longest time from one run to the next."""
        if self.at is None:
            return timedelta(minutes=1)
        return timedelta(days=31 if self.day else 1 if self.weekday is None else 7)


TICK = Job(
    id="tick",
    command="tick",
    name=Words(zh="走时", en="tick"),
    title=Words(zh="走时：到期、超时、升级、送出通知", en="time passes: what falls due, escalation, notices"),
    alone=True,
)
NIGHT = Job(
    id="night",
    command="comply run",
    name=Words(zh="夜间核查", en="night check"),
    title=Words(zh="夜间核查：前一天每条控制", en="the night check of the day before"),
    at=time(0, 20),
    alone=True,
)
BACKUP = Job(
    id="backup",
    command="journal backup",
    name=Words(zh="备份", en="backup"),
    title=Words(zh="备份台账日志，留最近 30 份", en="a copy of the journal; the last 30 are kept"),
    at=time(2, 10),
    options=("--keep", "30"),
    alone=True,
)
VERIFY = Job(
    id="verify",
    command="journal verify",
    name=Words(zh="台账核对", en="proof"),
    title=Words(zh="每周核对整条日志", en="the whole journal is proved, weekly"),
    at=time(3, 40),
    weekday=0,
)
DAILY = Job(
    id="report_daily",
    command="report daily",
    name=Words(zh="日报", en="daily report"),
    title=Words(zh="日报", en="the daily report"),
    at=time(6, 30),
    options=("-o",),
    folder=REPORTS,
)
MONTHLY = Job(
    id="report_monthly",
    command="report monthly",
    name=Words(zh="月报", en="monthly report"),
    title=Words(zh="月报", en="the monthly report"),
    at=time(6, 45),
    day=1,
    options=("-o",),
    folder=REPORTS,
)
EXPIRE = Job(
    id="expire",
    command="register expire",
    name=Words(zh="到期清除", en="erasing"),
    title=Words(zh="清除到期的个人信息", en="personal data past its time is erased"),
    at=time(3, 50),
    weekday=0,
    alone=True,
    caution=Words(
        zh="它会永久清除个人信息，所以不自动启用：先看 estatectl register expire --dry-run，认可后再启用这一行",
        en="it erases for good, so it is left to you: look at 'estatectl register expire --dry-run', then enable it",
    ),
)

JOBS = (TICK, NIGHT, BACKUP, VERIFY, DAILY, MONTHLY, EXPIRE)
BY_COMMAND: Mapping[str, Job] = {job.command: job for job in JOBS}
