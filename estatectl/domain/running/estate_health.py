"""Whether machine and estate are fit: room on the disk, the clock, the policies, the holidays to come, the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from estatectl.domain.calendars.calendar import Calendar
from estatectl.domain.running.health import Check, State, ago
from estatectl.domain.words import Words

MEGABYTE = 1_000_000
_SKEW = timedelta(minutes=5)
_LONG = timedelta(days=1)
"""A notice may wait for a digest or the end of quiet hours, never for longer than a day."""


def disk_check(free: int, least: int) -> Check:
    """Bytes free where the journal lies: bad below `least`, to be noted below twice that."""
    words = Words(zh="可用 {free} MB", en="{free} MB free").fill(free=f"{free // MEGABYTE:,}")
    state: State = "bad" if free < least else "note" if free < 2 * least else "ok"
    title = Words(zh="磁盘", en="disk")
    return Check(name="disk", title=title, state=state, detail=words, values={"free_bytes": free, "least_bytes": least})


def clock_check(now: datetime, newest: datetime | None) -> Check:
    """The machine's clock against the newest entry: no entry comes from the future."""
    title = Words(zh="机器时钟", en="clock")
    if newest is None or newest - now <= _SKEW:
        return Check(name="clock", title=title, state="ok", detail=Words(zh="与台账一致", en="agrees with the journal"))
    words = Words(
        zh="台账最后一条记于 {at}，比现在晚：时钟不准", en="the last entry is from {at}, which is later than now"
    ).fill(at=f"{newest.astimezone(now.tzinfo):%Y-%m-%d %H:%M}")
    return Check(name="clock", title=title, state="bad", detail=words, values={"newest": newest})


def zone_check(now: datetime, machine: datetime, zone: str) -> Check:
    """The estate's zone, and whether the machine keeps the same time: most crons go by the machine's."""
    title = Words(zh="时区", en="time zone")
    here = f"{zone} {now:%Y-%m-%d %H:%M %z}"
    if now.utcoffset() == machine.utcoffset():
        return Check(name="zone", title=title, state="ok", detail=Words(zh=here, en=here))
    words = Words(
        zh="{here}；机器按 {there} 走，不认 CRON_TZ 的 cron 会错开",
        en="{here}; the machine keeps {there}: a cron that ignores CRON_TZ is off by that",
    )
    return Check(name="zone", title=title, state="note", detail=words.fill(here=here, there=f"{machine:%z}"))


def adopted_check(adopted: str | None, digest: str) -> Check:
    """Whether the policies on the disk are those that the estate works under."""
    title = Words(zh="在用的细则", en="policies in force")
    values = {"adopted": adopted, "digest": digest}
    if adopted in (digest, None):
        words = Words(zh="与文件一致", en="those on the disk")
        return Check(name="adopted", title=title, state="ok", detail=words, values=values)
    words = Words(
        zh="文件已改（{new}），台账还在用 {old}：下一次走时起用新的",
        en="the files have changed ({new}; in force {old}): the next tick takes them up",
    )
    return Check(
        name="adopted",
        title=title,
        state="note",
        detail=words.fill(new=digest[:12], old=str(adopted)[:12]),
        values=values,
    )


def holidays_check(calendars: Mapping[str, Calendar], now: datetime) -> Check:
    """Whether calendars that follow holidays know this year's and, from October on, the next; `now` is local."""
    title = Words(zh="节假日表", en="holidays")
    following = [each for each in calendars.values() if each.follows_holidays and not each.table_only]
    known = set.intersection(*(set(each.years or {}) for each in following)) if following else {now.year, now.year + 1}
    values = {"years": sorted(known)}
    for year, state in ((now.year, "bad"), (now.year + 1, "bad" if now.month == 12 else "note")):
        if year in known or (year > now.year and now.month < 10):
            continue
        words = Words(
            zh="没有 {year} 年的节假日：时限跨年就算不出；国务院公布后补进 policies/calendars",
            en="those of {year} are missing: no limit can be reckoned into it; add them to policies/calendars",
        )
        return Check(
            name="holidays",
            title=title,
            state="bad" if state == "bad" else "note",
            detail=words.fill(year=year),
            values=values,
        )
    told = ", ".join(map(str, sorted(known)))
    return Check(name="holidays", title=title, state="ok", detail=Words(zh=told, en=told), values=values)


def outbox_check(waiting: int, failing: int, oldest: datetime | None, dead: int, now: datetime) -> Check:
    """What has not reached everybody: letters that were given up, and notices that wait for too long."""
    words = Words(
        zh="等待 {waiting}，重试中 {failing}，未能送达 {dead}{oldest}",
        en="{waiting} wait, {failing} of them retried, {dead} given up{oldest}",
    )
    if not waiting and not dead:
        words = Words(zh="没有等待的", en="nothing waits")
    since = Words(zh="", en="")
    if oldest is not None:
        since = Words(zh="；最早的 {ago}", en="; the oldest {ago}").fill(ago=ago(oldest, now))
    stuck = oldest is not None and now - oldest > _LONG
    return Check(
        name="outbox",
        title=Words(zh="发件箱", en="outbox"),
        state="bad" if dead or stuck else "note" if failing else "ok",
        detail=words.fill(waiting=waiting, failing=failing, dead=dead, oldest=since),
        values={"waiting": waiting, "failing": failing, "dead": dead, "oldest": oldest},
    )


def secrets_check(*, there: bool, open_to_others: bool) -> Check:
    """Whether the addresses of channels are for their owner alone."""
    title = Words(zh="密钥文件", en="secrets")
    if open_to_others:
        words = Words(
            zh="secrets.yaml 别人也读得到：chmod 600 secrets.yaml",
            en="secrets.yaml can be read by others: chmod 600 secrets.yaml",
        )
        return Check(name="secrets", title=title, state="bad", detail=words)
    words = Words(zh="只有属主读得到", en="for their owner alone") if there else Words(zh="没有", en="none")
    return Check(name="secrets", title=title, state="ok", detail=words)
