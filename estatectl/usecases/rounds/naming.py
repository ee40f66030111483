"""Which round, programme or thing somebody means by what they typed: a number, an id, a title, an alias."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import BadInput, did_you_mean
from estatectl.domain.rounds.round import RETESTED, RoundState
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.ports import FindingQuery, RoundQuery
from estatectl.usecases.rounds.book import full_round_id, load_round


def round_named(house: House, typed: str, *, or_last: bool = False) -> str:
    """The id of the round that is meant: its number, or the programme (`lift_daily`, 电梯日巡), with `:` and the thing
    where several are open; `or_last`: where none is, the last there was. Refuses what is unknown or not clear
    (EST-860), naming what could be meant."""
    full = full_round_id(typed)
    if full is not None:
        return full
    named, _, thing = typed.replace("：", ":").partition(":")
    programme = programme_named(house.bundle, named)
    query = RoundQuery(
        programmes=(programme,),
        states=(RoundState.DUE.value,),
        opens_until=house.now,
        subject=subject_named(house.bundle, thing) if thing else None,
    )
    rows = house.journal.rounds(query)
    if not rows and or_last:
        rows = house.journal.rounds(replace(query, states=None, newest=True, limit=1))
    if len(rows) == 1:
        return rows[0].id
    title = house.bundle.programmes[programme].title
    if not rows:
        words = Words(zh="“{title}”现在没有要做的", en="nothing of '{title}' is to be done now").fill(title=title)
        raise BadInput.one("EST-860", words, hint=_last_missed(house, query))
    words = Words(zh="“{title}”现在有 {n} 项，要说明是哪一项", en="{n} of '{title}' are to be done now; say which one")
    listed = same(", ".join(f"{row.id} ({row.subject}, {_hour(house, row.due)})" for row in rows[:_FEW]))
    raise BadInput.one("EST-860", words.fill(title=title, n=len(rows)), hint=listed)


_FEW = 12


def finding_named(house: House, typed: str) -> tuple[str, int]:
    """The round and number of the finding that is meant: `RD-12/1`, or `12`, 池水, `lift_daily:DT-03-01` where only one
    finding of that round, programme or thing is open. Refuses what is unknown or not clear (EST-860)."""
    left, sign, right = typed.strip().partition("/")
    round_id = full_round_id(left)
    if sign and round_id is not None and right.isdecimal():
        return round_id, int(right)
    if sign:
        words = Words(zh="“{id}”不是异常编号", en="'{id}' is not the number of a finding").fill(id=same(typed))
        raise BadInput.one("EST-860", words, hint=Words(zh="写成 RD-12/1", en="write RD-12/1"))
    if round_id is not None:
        load_round(house.journal, round_id)  # refuses one that there is not
        query = FindingQuery(round=round_id, open=True)
    else:
        named, _, thing = typed.replace("：", ":").partition(":")
        subject = subject_named(house.bundle, thing) if thing else None
        query = FindingQuery(programme=programme_named(house.bundle, named), subject=subject, open=True)
    found = [row.id for row in house.journal.findings(query) if row.kind in RETESTED]
    if len(found) != 1:
        words = Words(
            zh="“{id}”有 {n} 个可复测的异常，要说明是哪个", en="'{id}' has {n} findings to test again; say which"
        )
        hint = same(", ".join(found[:_FEW])) if found else _NONE_OPEN
        raise BadInput.one("EST-860", words.fill(id=same(typed.strip()), n=len(found)), hint=hint)
    known, _, number = found[0].partition("/")
    return known, int(number)


_NONE_OPEN = Words(zh="用 round findings 查看未关闭的异常", en="'round findings' lists what is open")


def _hour(house: House, at: datetime) -> str:
    return at.astimezone(house.bundle.estate.zone).strftime("%H:%M")


def _last_missed(house: House, query: RoundQuery) -> Words:
    """What may be meant where nothing is open: the last one that was missed, to be made up."""
    missed = replace(query, states=(RoundState.MISSED.value,), newest=True, limit=1)
    for row in house.journal.rounds(missed):
        words = Words(zh="补做漏掉的：round record {id}", en="to make up the one missed: round record {id}")
        return words.fill(id=same(row.id))
    return Words(zh="用 round due 查看", en="see 'round due'")


def programme_named(bundle: Bundle, typed: str) -> str:
    """The programme of an id, a title or an alias. Refuses an unknown one (EST-872)."""
    known: dict[str, str] = {}
    for programme in bundle.programmes.values():
        names = (programme.id, programme.id.replace("_", "-"), programme.title.zh, programme.title.en)
        known |= dict.fromkeys((*names, *programme.aliases), programme.id)
    if typed.strip() not in known:
        words = Words(zh="没有叫“{name}”的巡查计划", en="no programme is called '{name}'").fill(
            name=same(typed.strip())
        )
        hint = did_you_mean(typed.strip(), known) or Words(
            zh="用 policy show programme 查看", en="see 'policy show programme'"
        )
        raise BadInput.one("EST-872", words, hint=hint)
    return known[typed.strip()]


def subject_names(bundle: Bundle) -> Mapping[str, str]:
    """Every name that a thing may be called by: its id, a code painted on it, its title."""
    site = bundle.site
    known: dict[str, str] = {"estate": "estate"}
    for asset in site.assets.values():
        known |= dict.fromkeys((asset.id, asset.code, asset.title.zh, asset.title.en), asset.id)
    for things in (site.zones, site.routes, site.pools):
        for name, thing in things.items():
            known |= dict.fromkeys((name, thing.title.zh, thing.title.en), name)
    for post in bundle.organisation.posts.values():
        known |= dict.fromkeys((post.id, post.title.zh, post.title.en), post.id)
    return known


def subject_named(bundle: Bundle, typed: str, names: Mapping[str, str] | None = None) -> str:
    """The thing that a name means; `names` where they are known already. Refuses an unknown one (EST-872)."""
    known, text = names or subject_names(bundle), typed.strip()
    found = known.get(text) or known.get(text.upper()) or known.get(text.lower().replace("-", "_"))
    if found is None:
        words = Words(zh="没有叫“{name}”的设备、区域或路线", en="no asset, place or route is called '{name}'")
        raise BadInput.one("EST-872", words.fill(name=same(text)), hint=did_you_mean(text, known))
    return found


def one_of(text: str, known: Mapping[str, Any], code: str) -> str:
    """The id of a post or department named by its id or title. Refuses an unknown one."""
    names = {said: name for name, each in known.items() for said in (name, each.title.zh, each.title.en)}
    if text not in names:
        words = Words(zh="没有叫“{name}”的岗位或部门", en="no post or department is called '{name}'")
        raise BadInput.one(code, words.fill(name=same(text)), hint=did_you_mean(text, names) or _all_of(known))
    return names[text]


def _all_of(known: Mapping[str, Any]) -> Words:
    return Words(
        zh="有：" + "、".join(each.title.zh for each in known.values()),
        en="there are: " + ", ".join(each.title.en for each in known.values()),
    )
