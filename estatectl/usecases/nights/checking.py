"""The night check: nights that were missed are judged first, and each is journaled once. Floor 2."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.night import Checked, Night
from estatectl.domain.entries import Draft
from estatectl.domain.problems import BadInput, DataBroken, NothingToCheck, PolicyInvalid, Problem
from estatectl.domain.words import Words, same
from estatectl.usecases.desk import POLICY, Desk
from estatectl.usecases.house import House
from estatectl.usecases.nights.comparing import LOOK_BACK, compared
from estatectl.usecases.nights.judging import ONE_DAY, end_of, judge_night, last_day, turned
from estatectl.usecases.nights.record import CHECKED, NIGHTS, checked, data_of, digest_of, kept_nights, key_of
from estatectl.usecases.nights.telling import tell_findings
from estatectl.usecases.past import Past

MOST_CAUGHT_UP = 31
"""How many nights that were missed are judged before the one asked for; older ones are said to be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked for: the day (the last that is over), the night to compare with, whether to write it down, and
    the reason for which a change of policies that turns much is accepted."""

    day: date | None = None
    since: date | None = None
    keep: bool = True
    accept: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """The night asked for, those that were judged on the way to it, and those that nobody ever judged."""

    night: Night
    caught_up: tuple[date, ...]
    never: tuple[date, ...]


def check(house: House, wish: Wish) -> Run:
    """Judge a day, and the days before it that were missed.

    Refuses a day that is not over (EST-731), an empty set of controls or an empty journal (EST-730), a night that
    comes out otherwise than it was journaled (EST-733), a policy change that turns too much (EST-734).
    """
    day = _day(house, wish)
    nights = {each.day: each for each in kept_nights(house.journal)}
    missed, never = _missed(house, nights, day)
    for earlier in missed if wish.keep else ():
        kept = _judge(house, replace(wish, since=None), earlier, nights)
        nights[earlier] = _keep(house, kept, nights)
    if day in nights:  # what was judged after it was not known when it was journaled
        nights = {each.day: each for each in nights.values() if each.seq <= nights[day].seq}
    night = _judge(house, wish, day, nights)
    if night.total == 0:
        words = Words(zh="{day} 没有任何可核查的对象", en="on {day} there was nothing at all to check")
        raise NothingToCheck.one("EST-730", words.fill(day=same(str(day))), hint=_NOTHING_HINT)
    if wish.keep:
        _keep(house, night, nights)
    return Run(night, missed if wish.keep else (), never if wish.keep else (*missed, *never))


def policies_of(house: House, day: date) -> Bundle:
    """The policies in force at the end of a day: the last that were taken up by then, as the journal kept them.

    Those at hand where none had been taken up yet. EST-732 where the journal does not hold them.
    """
    at = end_of(day, house.bundle.estate.zone)
    adoptions = house.journal.known((POLICY,), at).get(POLICY, ())
    if not adoptions:
        return house.bundle
    bundle = Past(house).of(str(adoptions[-1].data["digest"]))
    if bundle is None:
        words = Words(zh="日志里没有 {day} 当时的细则", en="the journal lacks the policies of {day}")
        raise DataBroken.one("EST-732", words.fill(day=same(str(day))))
    return bundle


def _day(house: House, wish: Wish) -> date:
    zone = house.bundle.estate.zone
    latest = last_day(house.now, zone)
    day = wish.day or latest
    if day > latest:
        words = Words(zh="{day} 还没有过完，不能核查", en="{day} is not over yet and cannot be checked")
        hint = Words(zh="最近一天是 {latest}", en="the latest is {latest}").fill(latest=same(str(latest)))
        raise BadInput.one("EST-731", words.fill(day=same(str(day))), hint=hint)
    first = house.journal.first_reached()
    if first is None or end_of(day, zone) < first:
        words = Words(zh="{day} 之前台账日志里什么也没有", en="the journal holds nothing up to {day}")
        raise NothingToCheck.one("EST-730", words.fill(day=same(str(day))), hint=_NOTHING_HINT)
    return day


def _missed(house: House, nights: dict[date, Checked], day: date) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The days before that nobody judged: those to be judged now, and those that are left.

    The first check of all judges the day asked for alone; afterwards at most a month is caught up.
    """
    known = [each for each in nights if each < day]
    first = house.journal.first_reached()
    assert first is not None  # a day is asked for that is not before it
    begin = max(known) + ONE_DAY if known else first.astimezone(house.bundle.estate.zone).date()
    lacking = tuple(begin + timedelta(days=count) for count in range(max((day - begin).days, 0)))
    cut = max(len(lacking) - MOST_CAUGHT_UP, 0) if known else len(lacking)
    return lacking[cut:], lacking[:cut]


def _judge(house: House, wish: Wish, day: date, nights: dict[date, Checked]) -> Night:
    bundle = policies_of(house, day)
    if not bundle.controls:
        words = Words(zh="细则里一个控制点也没有", en="the policies have no controls at all")
        raise NothingToCheck.one("EST-730", words, hint=_NOTHING_HINT)
    night = judge_night(house, bundle, day)
    before = _before(nights, day, wish.since)
    if day not in nights:
        night = replace(night, accepted=_accepted(house, wish, night, before, bundle))
    else:
        night = replace(night, accepted=_kept_reason(house, nights[day]))
        _refuse_otherwise(night, nights[day])
    return compared(night, before, [each for each in nights.values() if day - LOOK_BACK <= each.day < day])


def _before(nights: dict[date, Checked], day: date, since: date | None) -> Checked | None:
    """The night to compare with: the one named, else the last one before."""
    if since is not None:
        if since not in nights:
            words = Words(
                zh="{day} 那一晚没有核查过，无从比较",
                en="the night of {day} was never checked: nothing to compare with",
            )
            raise BadInput.one("EST-735", words.fill(day=same(str(since))))
        return nights[since]
    return max((each for each in nights.values() if each.day < day), key=lambda each: each.day, default=None)


def _accepted(house: House, wish: Wish, night: Night, before: Checked | None, bundle: Bundle) -> str | None:
    """Why a change of policies that turns much is accepted; None where it turns little. EST-734 where nobody did."""
    care = bundle.estate.night_check
    if before is None or before.policy == bundle.digest or care is None:
        return None
    old = Past(house).of(before.policy)
    if old is None or not old.controls:
        return None
    total, changed = turned(judge_night(house, old, night.day), night)
    if changed < care.least_turned or changed * 100 <= care.most_changed * total:
        return None
    if wish.accept is not None and wish.accept.strip():
        return wish.accept.strip()
    words = Words(
        zh="{day} 起换了细则，{total} 条结论中有 {changed} 条因此改变，超过 {most}%：先停下来问一声",
        en="the policies changed, and {changed} of {total} verdicts of {day} turn because of it, more than {most}%: "
        "stopped to ask",
    ).fill(day=same(str(night.day)), total=total, changed=changed, most=same(str(care.most_changed)))
    hint = Words(
        zh='看过 comply run --dry-run 确认无误后，写明理由再运行：--accept "理由"',
        en="look at 'comply run --dry-run'; if it is meant, run again with --accept \"the reason\"",
    )
    if not wish.keep:
        return None
    raise PolicyInvalid([Problem("EST-734", words, bundle.estate.place, hint)])


def _kept_reason(house: House, known: Checked) -> str | None:
    entry = house.journal.done(key_of(known.day))
    reason = None if entry is None else entry.data.get("accepted")
    return None if reason is None else str(reason)


def _refuse_otherwise(night: Night, known: Checked) -> None:
    if digest_of(night) == known.digest:
        return
    words = Words(
        zh="{day} 的核查结果与当时记下的（第 {seq} 条）不一样：台账或细则被动过",
        en="the check of {day} comes out otherwise than it was journaled (entry {seq}): the journal or its policies "
        "were tampered with",
    )
    hint = Words(zh="用 estatectl journal verify 核对", en="check it with 'estatectl journal verify'")
    raise DataBroken.one("EST-733", words.fill(day=same(str(night.day)), seq=known.seq), hint=hint)


def _keep(house: House, night: Night, nights: dict[date, Checked]) -> Checked:
    """Journal a night, once: who comes second finds it there, and must have found the same."""
    if night.day in nights:
        return nights[night.day]
    with house.journal.unit(now=house.now, policy=house.bundle.digest) as unit:
        done = unit.done(key_of(night.day))
        if done is not None:
            known = checked(done)
            _refuse_otherwise(night, known)
            return known
        draft = Draft(NIGHTS, CHECKED, house.now, house.actor, data_of(night), key_of(night.day))
        entry = unit.append(draft)
        tell_findings(Desk(house, unit, house.now), night, entry.version)
        return checked(entry)


_NOTHING_HINT = Words(zh="没有可查的，不等于没有问题", en="nothing to check is not the same as nothing wrong")
