"""Whether the jobs of the clock run: each a function of what was noted and of now. Domain floor."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from estatectl.domain.running.health import Check, State, ago
from estatectl.domain.running.jobs import BACKUP, NIGHT, TICK, Job
from estatectl.domain.running.runs import LONGEST, Run
from estatectl.domain.words import Words

_GRACE = timedelta(hours=6)
"""A job of the night may be this late before anybody is troubled: the machine slept, or the night was long."""
_JUDGED_BY = time(2, 0)

_NEVER = Words(zh="从未由 cron 运行", en="cron never ran it")
_INSTALL = Words(zh="{never}：安装 cron/crontab", en="{never}: install cron/crontab").fill(never=_NEVER)


def tick_check(run: Run | None, now: datetime, *, since: datetime | None) -> Check:
    """The heartbeat. `since`: when the journal began; an estate of today may still lack its crontab."""
    if run is None or run.last is None:
        return _check(TICK, _never(now, since, TICK), _failing(run) or _INSTALL, run)
    said = ago(run.last, now)
    if now - run.last > LONGEST:
        return _check(TICK, "bad", _failing(run) or said, run)
    return _check(TICK, "ok", said, run)


def job_check(job: Job, run: Run | None, now: datetime, *, since: datetime | None) -> Check:
    """A job by the hour: when it last came to its end, and whether the last try did."""
    if run is None or run.last is None:
        return _check(job, _never(now, since, job), _failing(run) or _INSTALL, run)
    said = ago(run.last, now)
    if failing := _failing(run):
        return _check(job, "bad", failing, run)
    return _check(job, "bad" if now - run.last > job.every + _GRACE else "ok", said, run)


def verify_check(job: Job, run: Run | None, now: datetime, *, since: datetime | None) -> Check:
    """As `job_check`; a proof that failed is bad however fresh it is. One with nothing to prove is none."""
    seen = job_check(job, run, now, since=since)
    if run is not None and run.status not in (0, 5):
        words = Words(zh="上次核对没有通过（退出码 {status}）", en="the last proof failed (exit {status})")
        return _check(job, "bad", words.fill(status=run.status), run)
    return seen


def night_check(last: date | None, now: datetime, *, since: datetime | None) -> Check:
    """The last night that was judged; `now` is in the estate's zone. Each night is due by two in the morning."""
    due = now.date() - timedelta(days=1 if now.time() >= _JUDGED_BY else 2)
    if last is None:
        return _check(NIGHT, _never(now, since, NIGHT), _INSTALL, None)
    behind = (due - last).days
    if behind > 0:
        words = Words(zh="最近核查到 {day}，缺 {n} 晚", en="last judged {day}; {n} nights are missing")
        return _check(NIGHT, "bad", words.fill(day=last, n=behind), None, date=last.isoformat(), missed=behind)
    words = Words(zh="最近核查到 {day}", en="last judged {day}").fill(day=last)
    return _check(NIGHT, "ok", words, None, date=last.isoformat(), missed=0)


def backup_check(last: datetime | None, file: str | None, now: datetime, *, since: datetime | None) -> Check:
    """The last copy of the journal, whoever made it."""
    if last is None or file is None:
        words = Words(zh="还没有备份：estatectl journal backup", en="there is no copy yet: estatectl journal backup")
        return _check(BACKUP, _never(now, since, BACKUP), words, None)
    words = Words(zh="{ago}：{file}", en="{ago}: {file}").fill(ago=ago(last, now), file=file)
    state: State = "bad" if now - last > BACKUP.every + _GRACE else "ok"
    return _check(BACKUP, state, words, None, last=last, file=file)


def _never(now: datetime, since: datetime | None, job: Job) -> State:
    """What never happened is to be noted while it could not have happened yet, and bad from then on."""
    return "bad" if since is not None and now - since > max(job.every, timedelta(days=1)) + _GRACE else "note"


def _failing(run: Run | None) -> Words | None:
    if run is None or run.tried == run.last:
        return None
    words = Words(
        zh="运行失败，退出码 {status}，见 log/estatectl.log", en="it fails with exit {status}: see log/estatectl.log"
    )
    return words.fill(status=run.status)


def _check(job: Job, state: State, detail: Words, run: Run | None, **values: object) -> Check:
    noted = {} if run is None else {"last": run.last, "tried": run.tried, "status": run.status}
    return Check(name=job.id, title=job.name, state=state, detail=detail, values={**noted, **values})
