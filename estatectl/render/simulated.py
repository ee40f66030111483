"""Floor 3: what a simulation did: how much of what, what was refused, and how to look at it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words, same
from estatectl.render.page import Block, Heading, Hint, Line, Page, Rule, Table, Verbatim
from estatectl.usecases.simulating.player import Played
from estatectl.usecases.simulating.sabotage import Sabotage
from estatectl.usecases.simulating.world import Trouble

_DONE = Words(
    zh="过完 {days} 天（{first} 至 {last}）：记录 {entries} 条，巡查 {rounds} 次，走时 {ticks} 次。",
    en="{days} days lived, {first} to {last}: {entries} entries, {rounds} rounds done, {ticks} ticks.",
)
_REFUSED = Words(zh="有 {n} 步被拒绝，本不该如此：", en="{n} steps were refused, which should not have happened:")
_SHOWN = 20


def simulated_page(played: Played, bundle: Bundle, place: Path, shown: str, first: date, sabotage: Sabotage) -> Page:
    """A simulation that is over; exit status 1 where anything was refused that should have gone well."""
    last = first + timedelta(days=max(0, played.days - 1))
    done = _DONE.fill(
        days=played.days,
        first=same(first.isoformat()),
        last=same(last.isoformat()),
        entries=played.entries,
        rounds=played.rounds,
        ticks=played.ticks,
    )
    data = {
        "directory": place,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "days": played.days,
        "entries": played.entries,
        "rounds": played.rounds,
        "ticks": played.ticks,
        "opened": dict(sorted(played.opened.items())),
        "lines": dict(sorted(played.written.items())),
        "faults": {
            sown.fault.id: [f"{night.isoformat()} {finding}" for night, finding in sown.findings(first)]
            for sown in sabotage.sown.values()
        },
        "refused": [{"at": each.at, "what": each.what} for each in played.troubles],
    }
    blocks: list[Block] = [Line(done, "bad" if played.troubles else "good"), Rule(), *_counts(played, bundle)]
    if sabotage.sown:
        blocks += [Rule(), *_sown(sabotage, first)]
    if played.troubles:
        blocks += [Rule(), Line(_REFUSED.fill(n=len(played.troubles)), "bad"), *_refused(played.troubles[:_SHOWN])]
    else:
        blocks += [Rule(), Heading(_TRY), Verbatim(_tries(shown, last)), Hint(_AGAIN)]
    problems = tuple(dict.fromkeys([Problem("EST-774", _STEP.fill(n=len(played.troubles)))]) if played.troubles else ())
    return Page(tuple(blocks), data, status=1 if played.troubles else 0, problems=problems)


def _counts(played: Played, bundle: Bundle) -> Iterator[Block]:
    rows = [(bundle.workflows[name].title, same(str(count))) for name, count in sorted(played.opened.items())]
    rows += [(bundle.registers[name].title, same(str(count))) for name, count in sorted(played.written.items())]
    yield Table(
        (Words(zh="开了什么、记了什么", en="What was opened or written"), Words(zh="次数", en="Times")), tuple(rows)
    )


def _sown(sabotage: Sabotage, first: date) -> Iterator[Block]:
    """What went wrong, and what the night check is to find of it."""
    rows = [
        (same(sown.fault.id), sown.fault.title, same(f"{night:%m-%d}"), same(finding))
        for sown in sabotage.sown.values()
        for night, finding in sown.findings(first)
    ]
    titles = (
        Words(zh="差错", en="Fault"),
        Words(zh="出了什么错", en="What went wrong"),
        Words(zh="哪一晚", en="Night"),
        Words(zh="应当查出", en="To be found"),
    )
    yield Table(titles, tuple(rows), wrap=frozenset({1, 3}))


def _refused(troubles: list[Trouble]) -> Iterator[Block]:
    for each in troubles:
        for problem in each.problems:
            yield Line(Words(zh=f"  {each.at:%m-%d %H:%M} {each.what} ", en=f"  {each.at:%m-%d %H:%M} {each.what} "))
            yield Line(Words(zh=f"    {problem.code} {problem.words.zh}", en=f"    {problem.code} {problem.words.en}"))


def _tries(shown: str, last: date) -> str:
    return "\n".join(
        (
            f"  cd {shlex.quote(shown)}",
            f"  estatectl comply run --date {last.isoformat()}",
            f"  estatectl request list --all --now {last.isoformat()}T18:00",
            f"  estatectl round due --now {last.isoformat()}T09:00",
            "  estatectl journal verify",
        )
    )


_TRY = Words(zh="接着试试", en="what to try next")
_AGAIN = Words(
    zh="同样的细则、日期和 --seed 每次过得一样；再次运行会重建这个目录。",
    en="The same policies, days and --seed are lived the same way again; run again, it replaces this directory.",
)
_STEP = Words(zh="模拟中有 {n} 步被拒绝", en="{n} steps of the simulation were refused")
