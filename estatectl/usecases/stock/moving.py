"""Taking in, writing off and undoing: refused with every objection at once, written with all that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from estatectl.domain.entries import Json
from estatectl.domain.problems import Problem, Refused
from estatectl.domain.staff.people import Person
from estatectl.domain.stock.ledger import KINDS, Ledger, Line
from estatectl.domain.stock.quantities import plain
from estatectl.domain.stock.stock import StockItem, Store
from estatectl.domain.words import Words, same
from estatectl.usecases.people import find_person
from estatectl.usecases.stock.book import StockBook, free_text, line_data, too_little
from estatectl.usecases.stock.permissions import no_witness, not_keeper
from estatectl.usecases.stock.picking import Picked, locate, pick
from estatectl.usecases.stock.wishes import StockDone, StockWish, price_of, too_long, unfit, wrong_time

RECEIVE, WRITE_OFF = Words(zh="入库", en="receive"), Words(zh="报损", en="write off")
UNDO = Words(zh="撤销", en="undo")


@dataclass(frozen=True, slots=True)
class At:
    """Who does it, and when it happened."""

    person: Person
    at: datetime


def receive(book: StockBook, person: Person, wish: StockWish) -> tuple[StockDone, ...]:
    """Take items in. Keepers and those above them."""
    house = book.desk.house
    picked, when = pick(house.bundle, person, wish.words, wish.store), At(person, wish.at or house.now)
    problems = [*wrong_time(house, when.at), *too_long(wish)]
    price = price_of(wish, problems)
    if price is not None and len(picked) > 1:
        words = Words(zh="一次入库多种时不能写一个价格", en="one price cannot stand for several items")
        problems.append(Problem("EST-966", words, hint=Words(zh="分开入库", en="receive them one by one")))
    for each in picked:
        problems += not_keeper(house.bundle, person, each.store, RECEIVE)
        problems += unfit(house, book.ledger(each.store.id, each.item.id), each.item, when.at)
    _refuse(problems)
    more = {"price": price, "supplier": free_text(wish.supplier), "note": free_text(wish.note)}
    return tuple(
        write(book, each, when, "received", line_data(each.quantity, each.quantity, **more), wish) for each in picked
    )


def write_off(book: StockBook, person: Person, wish: StockWish) -> tuple[StockDone, ...]:
    """Write items off: what is broken or out of date, or, of a person, what was out and will not come back."""
    house = book.desk.house
    picked, when = pick(house.bundle, person, wish.words, wish.store), At(person, wish.at or house.now)
    holder = find_person(book.desk.unit, wish.person) if wish.person else None
    witness = find_person(book.desk.unit, wish.witness) if wish.witness else None
    problems = [*wrong_time(house, when.at), *too_long(wish), *no_reason(wish)]
    settles: dict[str, dict[str, Json]] = {}
    for each in picked:
        ledger = book.ledger(each.store.id, each.item.id)
        problems += not_keeper(house.bundle, person, each.store, WRITE_OFF)
        problems += unfit(house, ledger, each.item, when.at)
        problems += no_witness(house.bundle, each.item, person, witness)
        if holder is not None:
            settles[ledger.stream] = settle(each, ledger, problems, person=holder.id)
        elif each.quantity > ledger.balance:
            problems.append(too_little(each.store, each.item, ledger.balance, each.quantity))
    _refuse(problems)
    done = []
    for each in picked:
        stream = book.ledger(each.store.id, each.item.id).stream
        change = Decimal(0) if holder else -each.quantity
        data = line_data(
            each.quantity, change, person=holder.id if holder else None, witness=witness.id if witness else None,
            note=free_text(wish.reason), settles=settles.get(stream),
        )  # fmt: skip
        done.append(write(book, each, when, "written_off", data, wish))
    return tuple(done)


def undo(
    book: StockBook, person: Person, name: str, store: str | None, number: int | None, reason: str | None
) -> tuple[StockDone, Line]:
    """Undo a line of a ledger, the last that stands unless one is named; and that line."""
    house = book.desk.house
    found = locate(house.bundle, person, name, store)
    if isinstance(found, Problem):
        raise Refused([found])
    where, item = found
    ledger = book.ledger(where.id, item.id)
    line = _to_undo(ledger, number)
    problems = [*not_keeper(house.bundle, person, where, UNDO), *no_reason(StockWish(words=(), reason=reason))]
    problems += _cannot_be_undone(where, item, ledger, line, number)
    _refuse(problems)
    assert line is not None
    data = line_data(
        line.quantity,
        -line.change,
        reverses=line.number,
        note=free_text(reason),
        settles=_unsettled(book, ledger, line),
    )
    done = write(book, Picked(where, item, line.quantity), At(person, house.now), "reversed", data)
    return done, line


def write(
    book: StockBook, each: Picked, when: At, kind: str, data: dict[str, Json], wish: StockWish | None = None
) -> StockDone:
    """Write one line of a ledger; of an imported row also where it came from, once."""
    if wish is not None and wish.imported is not None:
        data = {**data, "imported": wish.imported}
    key = wish.key if wish else None
    before = book.ledger(each.store.id, each.item.id).balance
    number = book.ledger(each.store.id, each.item.id).version + 1
    book.record(each.store, each.item, kind, data, at=when.at, actor=when.person.id, key=key)
    return StockDone.of(each, before, book.ledger(each.store.id, each.item.id), number)


def settle(
    each: Picked, ledger: Ledger, problems: list[Problem], *, person: str | None = None, order: str | None = None
) -> dict[str, Json]:
    """How much of which issues comes back, the oldest first; EST-971 where less is out than that."""
    left, back = each.quantity, dict[str, Json]()
    lines = ledger.outstanding(person=person, order=order)
    for line in lines:
        part = min(left, line.outstanding)
        if part > 0:
            back[str(line.number)] = plain(part)
            left -= part
    if left > 0:
        out = sum((line.outstanding for line in lines), Decimal(0))
        words = Words(
            zh="“{item}”从“{store}”领出未还的只有 {out} {unit}",
            en="only {out} {unit} of '{item}' from '{store}' is out there",
        ).fill(item=each.item.title, store=each.store.title, out=plain(out), unit=same(each.item.unit))
        problems.append(
            Problem("EST-971", words, hint=Words(zh="用 stock list --out 查看", en="see 'stock list --out'"))
        )
    return back


def no_reason(wish: StockWish) -> list[Problem]:
    """EST-969 where nobody says why."""
    if wish.reason and wish.reason.strip():
        return []
    words = Words(zh="要写原因", en="it needs a reason")
    return [Problem("EST-969", words, hint=Words(zh="加上 --reason 原因", en="add --reason WHY"))]


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Refused(problems)


def _to_undo(ledger: Ledger, number: int | None) -> Line | None:
    if number is not None:
        return ledger.line(number)
    standing = [line for line in ledger.lines if line.kind != "reversed" and line.reversed_by is None]
    return standing[-1] if standing else None


def _cannot_be_undone(
    store: Store, item: StockItem, ledger: Ledger, line: Line | None, number: int | None
) -> list[Problem]:
    see = Words(zh="用 stock show {item} 查看各笔", en="see 'stock show {item}'").fill(item=same(item.id))
    if line is None or line.kind == "reversed" or line.reversed_by is not None:
        words = Words(zh="“{item}”没有可撤销的第 {n} 笔", en="'{item}' has no line {n} that could be undone")
        if number is None:
            words = Words(zh="“{item}”没有可撤销的记录", en="'{item}' has nothing that could be undone")
        return [Problem("EST-971", words.fill(item=item.title, n=number), hint=see)]
    if line.kind == "issued" and line.outstanding != line.quantity:
        words = Words(
            zh="第 {n} 笔领用已有归还或报损，先撤销那一笔", en="some of line {n} has come back: undo that first"
        )
        return [Problem("EST-971", words.fill(n=line.number), hint=see)]
    if ledger.balance - line.change < 0:
        return [too_little(store, item, ledger.balance, line.change)]
    return []


def _unsettled(book: StockBook, ledger: Ledger, line: Line) -> dict[str, Json] | None:
    """An undone return is out once more: what it settled, taken back."""
    entries = book.desk.unit.stream(ledger.stream)
    data = next(entry.data for entry in entries if entry.version == line.number)
    settled = data.get("settles")
    if not isinstance(settled, dict):
        return None
    return {number: plain(-Decimal(str(amount))) for number, amount in settled.items()}


def kind_title(kind: str) -> Words:
    """What a line is called."""
    return KINDS[kind]
