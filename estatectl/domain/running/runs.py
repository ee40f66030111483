"""What became of the jobs that the clock calls, and when nobody called them. Domain floor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LONGEST = timedelta(minutes=5)
"""A clock that has not ticked for longer than this was silent: one tick a minute may be late, five are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """When a job was last called by the clock. `last` is the last run that came to its end, `status` that of `tried`.

    `first` is the first run ever noted: of the time before, nothing is known.
    """

    job: str
    first: datetime
    last: datetime | None
    tried: datetime
    status: int

    def again(self, at: datetime, status: int, *, ended: bool) -> Run:
        """After one more run."""
        return replace(self, last=at if ended else self.last, tried=at, status=status)

    @classmethod
    def began(cls, job: str, at: datetime, status: int, *, ended: bool) -> Run:
        """After the first."""
        return cls(job=job, first=at, last=at if ended else None, tried=at, status=status)


@dataclass(frozen=True, slots=True)
class Silence:
    """A time in which the clock did not tick; `until` is None while it lasts, `since` where it never ticked."""

    since: datetime | None
    until: datetime | None


def outage(last: datetime | None, now: datetime) -> tuple[str, datetime] | None:
    """What a tick at `now` finds behind it: the kind of entry that says so, and the tick before; None if all is well.

    `silent`: nothing ticked for longer than `LONGEST`. `set_back`: the machine's clock stood later before than now.
    """
    if last is None:
        return None
    if now - last > LONGEST:
        return "silent", last
    if last - now > LONGEST:
        return "set_back", last
    return None
