"""What somebody wants done with the stock, texts as typed; and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from estatectl.domain.cases.fields import LONGEST
from estatectl.domain.entries import Json
from estatectl.domain.problems import Problem
from estatectl.domain.stock.ledger import Ledger
from estatectl.domain.stock.quantities import read_price
from estatectl.domain.stock.stock import StockItem, Store
from estatectl.domain.words import Words, same
from estatectl.usecases.house import House
from estatectl.usecases.stock.picking import Picked


@dataclass(frozen=True, slots=True, kw_only=True)
class StockWish:
    """`words` are items with their quantities. `person` is who takes something or brings it back, `order` the case it
    is for; `extra` says that it goes beyond the job. `key` keeps a row that is imported twice from being kept twice,
    and `imported` says which row of which file it was.
    """

    words: tuple[str, ...]
    store: str | None = None
    at: datetime | None = None
    price: str | None = None
    supplier: str | None = None
    order: str | None = None
    person: str | None = None
    purpose: str | None = None
    witness: str | None = None
    reason: str | None = None
    note: str | None = None
    extra: bool = False
    key: str | None = None
    imported: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockDone:
    """What happened to one item: the line, the balance before and after. `over` says that its order has had more of
    it than is usual."""

    store: Store
    item: StockItem
    kind: str
    number: int
    quantity: Decimal
    before: Decimal
    after: Decimal
    over: bool = False

    @property
    def low(self) -> bool:
        return self.item.low(self.after)

    @classmethod
    def of(cls, picked: Picked, before: Decimal, ledger: Ledger, number: int, *, over: bool = False) -> StockDone:
        line = ledger.line(number)
        assert line is not None
        return cls(
            store=picked.store,
            item=picked.item,
            kind=line.kind,
            number=line.number,
            quantity=line.quantity,
            before=before,
            after=ledger.balance,
            over=over,
        )


def wrong_time(house: House, at: datetime) -> Iterator[Problem]:
    """EST-428: it cannot have happened in the future."""
    if at > house.now:
        yield Problem("EST-428", Words(zh="发生时间不能在将来", en="it cannot have happened in the future"))


def too_long(wish: StockWish) -> Iterator[Problem]:
    """EST-459: texts that are no texts any more."""
    for text in (wish.purpose, wish.reason, wish.note, wish.supplier):
        if text is not None and len(text) > LONGEST:
            words = Words(
                zh="文字太长：{n} 字，最多 {most} 字", en="the text is too long: {n} characters, at most {most}"
            )
            yield Problem("EST-459", words.fill(n=len(text), most=LONGEST))


def unfit(house: House, ledger: Ledger, item: StockItem, at: datetime) -> Iterator[Problem]:
    """EST-966 where the ledger is in another unit than the policy says now, EST-971 for what a count has seen."""
    if ledger.unit and ledger.unit != item.unit:
        words = Words(
            zh="“{item}”的台账一直按{old}记，细则里改成了{new}",
            en="the ledger of '{item}' is in {old}; the policy now says {new}",
        )
        hint = Words(zh="改回单位，或换一个标识另立品种", en="put the unit back, or make it an item of another id")
        filled = words.fill(item=item.title, old=same(ledger.unit), new=same(item.unit))
        yield Problem("EST-966", filled, hint=hint)
    counted = ledger.counted_at
    if counted is not None and at < counted:
        told = f"{counted.astimezone(house.bundle.estate.zone):%Y-%m-%d %H:%M}"
        words = Words(
            zh="“{item}”在 {at} 盘过点，之前的已算在内",
            en="'{item}' was counted at {at}: what was before is in that count",
        )
        hint = Words(zh="真是漏记的，按现在的时间重新盘点", en="where it really was missing, count it again now")
        yield Problem("EST-971", words.fill(item=item.title, at=same(told)), hint=hint)


def price_of(wish: StockWish, problems: list[Problem]) -> Decimal | None:
    """The price as typed; a fault is added to the problems."""
    if wish.price is None or not wish.price.strip():
        return None
    price = read_price(wish.price)
    if isinstance(price, Problem):
        problems.append(price)
        return None
    return price
