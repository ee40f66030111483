"""Floor 3: the sheet of a round and its route: what is asked, what was answered, where to be when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from estatectl.domain.checklists.items import Item
from estatectl.domain.checklists.readings import RoundSheet, item_hint
from estatectl.domain.rounds.pairing import in_time_order, pair
from estatectl.domain.rounds.routes import Route
from estatectl.domain.words import Words, same
from estatectl.render.case_words import ERASED
from estatectl.render.look import duration
from estatectl.render.page import Cell, Table, Toned
from estatectl.render.rounds.words import answer_words, clock, command
from estatectl.usecases.rounds.views import RoundView

_WHAT = Words(zh="检查什么", en="what")


def sheet_table(sheet: RoundSheet) -> Table:
    """The items with what may be typed for each; one that is asked of many things takes one line."""
    columns = (Words(zh="项目", en="item"), _WHAT, Words(zh="怎么填", en="how to answer"))
    return Table(columns, tuple(_item_rows(sheet)), wrap=frozenset({1, 2}))


def _item_rows(sheet: RoundSheet) -> Iterator[tuple[Cell, ...]]:
    for base, group in groupby(sheet.items, key=lambda item: item.base):
        items = list(group)
        first = items[0]
        if first.thing is None:
            yield typed_name(first), first.text, item_hint(first)
            continue
        written = next(item for item in sheet.checklist.items if item.id == base)
        things = Words(zh="{text}（{n} 处：{first} … {last}）", en="{text} ({n} of them: {first} … {last})").fill(
            text=written.text, n=len(items), first=same(first.thing), last=same(items[-1].thing or "")
        )
        yield same(f"{base}@…"), things, item_hint(first)


def typed_name(item: Item) -> Words:
    """The shortest name for an item to type, in each language: an alias of Chinese characters, else the id."""
    chinese = [name for name in item.aliases if not name.isascii()]
    return Words(zh=chinese[0] if chinese else item.id, en=item.id)


def answers_table(view: RoundView) -> Table:
    """What was recorded on the sheet, in the order of its items."""
    known, sheet = view.round, view.sheet
    wrong = {each.name for each in known.findings}
    places = {item.id: place for place, item in enumerate(sheet.items)} if sheet else {}
    rows = []
    for name in sorted(known.answers, key=lambda each: places.get(each, len(places))):
        item = sheet.item(name) if sheet else None
        answer = answer_words(sheet, name, known.answers[name])
        shown: Cell = Toned(answer, "bad") if name in wrong else answer
        rows.append((item.text if item else same(name), shown, known.notes.get(name, "") or _note(view, name)))
    columns = (_WHAT, Words(zh="结果", en="answer"), Words(zh="说明", en="note"))
    return Table(columns, tuple(rows), wrap=frozenset({0, 1, 2}))


def _note(view: RoundView, name: str) -> Words:
    return ERASED if name in view.round.notes else same("")


def planned_table(view: RoundView, route: Route) -> Table:
    """Where to be when: by the clock once the walk has begun, else so long after setting out."""
    site, zone, started = view.bundle.site, view.bundle.estate.zone, view.round.started_at
    rows = []
    for number, leg in enumerate(route.legs, 1):
        point = site.checkpoints[leg.checkpoint]
        planned = same(clock(started + leg.at, zone)) if started else _after(leg.at)
        rows.append((number, point.code, point.title, planned))
    when = Words(zh="计划到达", en="planned")
    columns = (Words(zh="序", en="no"), Words(zh="标签", en="tag"), Words(zh="巡更点", en="checkpoint"), when)
    return Table(columns, tuple(rows))


def _after(length: timedelta) -> Words:
    if not length:
        return Words(zh="出发", en="setting out")
    words = Words(zh="出发后 {long}", en="{long} later")
    return Words(zh=words.zh.format(long=duration(length, "zh")), en=words.en.format(long=duration(length, "en")))


def visits_table(view: RoundView, route: Route) -> Table:
    """The walk as planned, with the times at which each point was reached; scans off their turn are marked."""
    known, zone = view.round, view.bundle.estate.zone
    started = known.started_at or min(each.at for each in known.visits)
    pairing = pair(route, started, in_time_order(route, started, known.visits))
    faults = {each.name for each in known.findings}
    rows: list[tuple[Cell, ...]] = []
    for index, leg in enumerate(route.legs):
        point = view.bundle.site.checkpoints[leg.checkpoint]
        came = pairing.in_order.get(index) or pairing.astray.get(index)
        reached: Cell = same(clock(came.at, zone)) if came else Words(zh="没有到", en="not reached")
        off = came is None or leg.checkpoint in faults
        rows.append(
            (
                index + 1,
                point.code,
                point.title,
                clock(started + leg.at, zone),
                Toned(reached, "bad") if off else reached,
            )
        )
    columns = (
        Words(zh="序", en="no"),
        Words(zh="标签", en="tag"),
        Words(zh="巡更点", en="checkpoint"),
        Words(zh="计划", en="planned"),
        Words(zh="到达", en="reached"),
    )
    return Table(columns, tuple(rows))


def record_command(view: RoundView) -> Words:
    """The command that records a round, with whatever has to be typed for it."""
    known, parts = view.round, list[Words]()
    if view.route is not None:
        points = [view.bundle.site.checkpoints[leg.checkpoint].code for leg in view.route.legs[:_FEW]]
        parts += [same(f"{code}=…") for code in points]
        parts += [same("…")] if len(view.route.legs) > _FEW else []
    if view.sheet is not None:
        asked = [item for item in view.sheet.items if item.required and item.sound is None and item.thing is None]
        names = [typed_name(item) for item in asked[:_FEW]]
        parts += [Words(zh="{n}=…", en="{n}=…").fill(n=name) for name in names]
        parts += [same("…")] if len(asked) > _FEW else []
        parts += [same("--all-ok")] if any(item.sound is not None for item in view.sheet.items) else []
    parts += [Words(zh="--file 文件", en="--file FILE")] if view.programme.evidence is not None else []
    return command(
        " ".join(["记录", known.id, *(part.zh for part in parts)]),
        " ".join(["record", known.id, *(part.en for part in parts)]),
    )


_FEW = 4
