"""Items in stores as subjects. Floor 2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from estatectl.domain.controls.knowable.stock import USUAL
from estatectl.domain.controls.subjects import Subject
from estatectl.domain.rules.facts import FactValue
from estatectl.domain.stock.ledger import STREAM, Ledger, Line, fold_ledger, stream_of
from estatectl.domain.stock.stock import StockItem, Store
from estatectl.domain.words import Words
from estatectl.usecases.nights.known import Known
from estatectl.usecases.nights.sources.cases import days
from estatectl.usecases.stock.ports import MoveQuery, StockMove

_MONTH = timedelta(days=30)
_USES = ("issued", "returned", "written_off")
_CENT = Decimal("0.01")
_VERDICTS: Mapping[str, str] = dict(zip(("below", "usual", "above"), USUAL, strict=True))


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened and was not undone. `outstanding` is how much of an issue had not come back."""

    kind: str
    at: datetime
    person: str | None
    quantity: Decimal
    change: Decimal
    outstanding: Decimal


@dataclass(frozen=True, slots=True)
class Shelf:
    """How an item stood in a store."""

    balance: Decimal
    first_at: datetime
    counted_at: datetime | None


def stock_subjects(known: Known, stock_id: str) -> Iterator[Subject]:
    """Every item of a stock document in every store that keeps it."""
    stock = known.bundle.stocks[stock_id]
    for item in stock.items.values():
        for name in item.stores:
            store = known.bundle.shelves.stores.get(name)
            if store is not None:
                yield _subject(known, stock_id, store, item)


def _subject(known: Known, stock_id: str, store: Store, item: StockItem) -> Subject:
    shelf = known.once(shelves).get((store.id, item.id))
    facts: dict[str, FactValue] = {
        "store": store.id,
        "item": item.id,
        "department": store.department,
        "group": item.group,
        "stock": stock_id,
        "hazardous": item.hazardous,
        "tool": item.tool,
        "begun": shelf is not None,
        **({} if item.reorder_point is None else {"reorder_point": item.reorder_point}),
        **({} if shelf is None else _standing(known, store, item, shelf)),
    }
    stream = stream_of(store.id, item.id)
    return Subject(
        id=f"{store.id}:{item.id}",
        title=Words(zh="{store}·{item}", en="{item} in {store}").fill(store=store.title, item=item.title),
        stream=stream if shelf is not None else None,
        facts=facts,
        at={"counted": shelf.counted_at} if shelf is not None and shelf.counted_at is not None else {},
        department=store.department,
        posts=store.keepers,
        thing=f"{store.id}:{item.id}",
    )


def _standing(known: Known, store: Store, item: StockItem, shelf: Shelf) -> dict[str, FactValue]:
    used = _used(known, store, item, _MONTH)
    facts: dict[str, FactValue] = {
        "balance": shelf.balance,
        "negative": shelf.balance < 0,
        "below": item.low(shelf.balance),
        "below_days": _below_days(known, store, item, shelf),
        "first_days": days(known.at - shelf.first_at),
        "used_30d": used,
    }
    if item.usual is not None and not item.tool:
        span = item.usual.per.elapsed if item.usual.per is not None else _MONTH
        verdict = _VERDICTS[item.usual.verdict(used if span == _MONTH else _used(known, store, item, span))]
        if verdict != "under" or shelf.first_at <= known.at - span:
            facts["usual"] = verdict
    if shelf.counted_at is not None:
        facts["counted_days"] = days(known.at - shelf.counted_at)
    if item.tool:
        out = known.once(tools_out).get((store.id, item.id), ())
        facts["out"] = sum((each.outstanding for each in out), Decimal(0))
        if out:
            facts["out_days"] = days(known.at - min(each.at for each in out))
    return facts | _counted(known, store, item)


def _counted(known: Known, store: Store, item: StockItem) -> dict[str, FactValue]:
    last = known.once(last_counts).get((store.id, item.id))
    if last is None:
        return {}
    found, book = last
    facts: dict[str, FactValue] = {"count_within": item.within_tolerance(book, found)}
    if book:
        facts["count_difference_share"] = (abs(found - book) / abs(book) * 100).quantize(_CENT)
    return facts


def _below_days(known: Known, store: Store, item: StockItem, shelf: Shelf) -> Decimal:
    """For how long it has been at or below the point without a break. What is not below pays for no look back."""
    if not item.low(shelf.balance):
        return Decimal(0)
    balance, since = shelf.balance, shelf.first_at
    for each in reversed(_all(known, store, item)):
        balance -= each.change
        since = each.at
        if not item.low(balance):
            break
    return days(known.at - since)


def _used(known: Known, store: Store, item: StockItem, span: timedelta) -> Decimal:
    """How much was used within a time: issued and written off, less what came back."""
    start = known.at - span
    if span <= _MONTH:
        lately = known.once(used_lately).get((store.id, item.id), ())
    else:
        lately = tuple(_all(known, store, item, since=start))
    return -sum((each.change for each in lately if each.kind in _USES and each.at > start), Decimal(0))


def _all(known: Known, store: Store, item: StockItem, since: datetime | None = None) -> Sequence[Change]:
    ledger = known.once(ledgers).get((store.id, item.id))
    if ledger is not None:
        return sorted((_of_line(line) for line in _stand(ledger)), key=lambda each: each.at)
    moves = known.reader.stock_moves(MoveQuery(store=store.id, item=item.id, since=since))
    return [_of_move(move) for move in moves]


def ledgers(known: Known) -> Mapping[tuple[str, str], Ledger]:
    """The ledgers that were written to after the instant, as they stood then; empty ones of what began later."""
    streams = sorted(stream for stream in known.later if stream.startswith(STREAM))
    known.read(streams)
    folded = (fold_ledger(stream, known.entries(stream)) for stream in streams)
    return {(ledger.store, ledger.item): ledger for ledger in folded}


def shelves(known: Known) -> Mapping[tuple[str, str], Shelf]:
    """How everything stood whose ledger had begun."""
    found = {
        (level.store, level.item): Shelf(level.balance, level.first_at, level.counted_at)
        for level in known.reader.stock_levels()
    }
    for key, ledger in known.once(ledgers).items():
        found.pop(key, None)
        if ledger.lines:
            found[key] = Shelf(ledger.balance, min(line.at for line in ledger.lines), ledger.counted_at)
    return found


def tools_out(known: Known) -> Mapping[tuple[str, str], tuple[Change, ...]]:
    """The issues of tools of which something had not come back."""
    items, later = known.bundle.shelves.items, known.once(ledgers)
    tools = [(level.store, level.item) for level in known.reader.stock_levels()]
    found = {}
    for store, item in tools:
        if item not in items or not items[item].tool:
            continue
        ledger = later.get((store, item))
        if ledger is not None:
            found[store, item] = tuple(_of_line(line) for line in ledger.outstanding())
        else:
            moves = known.reader.stock_moves(MoveQuery(store=store, item=item, outstanding=True))
            found[store, item] = tuple(_of_move(move) for move in moves)
    return {key: out for key, out in found.items() if out}


def used_lately(known: Known) -> Mapping[tuple[str, str], tuple[Change, ...]]:
    """What left the stores or came back within the month."""
    since, later = known.at - _MONTH, known.once(ledgers)
    found: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for move in known.reader.stock_moves(MoveQuery(kinds=_USES, since=since)):
        if (move.store, move.item) not in later:
            found[move.store, move.item].append(_of_move(move))
    for key, ledger in later.items():
        found[key] += [_of_line(line) for line in _stand(ledger) if line.kind in _USES and line.at > since]
    return {key: tuple(changes) for key, changes in found.items()}


def last_counts(known: Known) -> Mapping[tuple[str, str], tuple[Decimal, Decimal]]:
    """What the last count that stands found, and what the book said then."""
    found = {
        (each.store, each.item): (each.quantity, each.quantity - each.change) for each in known.reader.last_counts()
    }
    for key, ledger in known.once(ledgers).items():
        found.pop(key, None)
        counts = [line for line in _stand(ledger) if line.kind == "counted"]
        if counts:
            last = max(counts, key=lambda line: (line.at, line.number))
            found[key] = (last.quantity, last.quantity - last.change)
    return found


def _stand(ledger: Ledger) -> Iterable[Line]:
    """What happened and was not undone."""
    return (line for line in ledger.lines if line.kind != "reversed" and line.reversed_by is None)


def _of_line(line: Line) -> Change:
    return Change(line.kind, line.at, line.person, line.quantity, line.change, line.outstanding)


def _of_move(move: StockMove) -> Change:
    return Change(move.kind, move.at, move.person, move.quantity, move.change, move.outstanding)
