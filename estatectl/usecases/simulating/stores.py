"""Keeping stores: filled with what is used in some time, drawn from, ordered again before anything runs short."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import partial

from estatectl.domain.simulation.play import Stores
from estatectl.domain.stock.quantities import plain
from estatectl.domain.stock.stock import StockItem, Store
from estatectl.usecases.opening import open_case
from estatectl.usecases.simulating.filling import filled
from estatectl.usecases.simulating.world import World
from estatectl.usecases.stock.acting import move_stock
from estatectl.usecases.stock.wishes import StockWish

_DAY = timedelta(days=1)
_OFFICE = timedelta(hours=9, minutes=20)


class Storekeeper:
    """Keeps every store of the policies."""

    def __init__(self, world: World, rules: Stores) -> None:
        self._world, self._rules = world, rules
        self._ordered: dict[str, list[tuple[Store, StockItem, Decimal]]] = {}
        self._on_order: set[tuple[str, str]] = set()

    def open(self, at: datetime) -> None:
        """Take in what is there on the first day."""
        for store in self._stores():
            keeper = self._keeper(store, at)
            for item in self._items(store):
                amount = self._amount(item, self._rules.first_days) + (item.reorder_point or Decimal(0))
                self._receive(store, item, amount, keeper, at)

    def plan(self, midnight: datetime, number: int) -> None:
        """Plan a day: what is drawn, and on every so many days what is ordered."""
        world = self._world
        for store in self._stores():
            dice = world.dice("store", store.id, midnight.date())
            for place, item in enumerate(self._items(store)):
                turn, rest = divmod(place + number, self._rules.every)
                if rest or turn % self._turns(item):
                    continue
                at = midnight + timedelta(hours=9, minutes=dice.randrange(420))
                world.ask(at, partial(self._draw, store, item))
            if number % 7 == 1:
                world.ask(midnight + _OFFICE + timedelta(minutes=dice.randrange(60)), partial(self._order, store))

    def moved(self, case_id: str, move: str, at: datetime) -> None:
        """What was bought has come: it goes into its stores."""
        if move != self._rules.comes_with:
            return
        for store, item, amount in self._ordered.pop(case_id, ()):
            self._world.ask(at + timedelta(minutes=30), partial(self._take_in, store, item, amount))

    def _turns(self, item: StockItem) -> int:
        """Every how many turns an item is drawn: of what is used up slowly, the least that can be had now and then."""
        used = self._use(item) * self._rules.every
        step = Decimal(1).scaleb(-item.decimals)
        return 1 if used >= step or not used else int((step / used).to_integral_value(rounding=ROUND_CEILING))

    def _draw(self, store: Store, item: StockItem, at: datetime) -> None:
        """Somebody of the department draws what is used in the time between two draws."""
        amount = self._amount(item, self._rules.every)
        if item.tool or amount <= 0 or self._balance(store, item) - amount <= (item.reorder_point or 0):
            return
        world = self._world
        posts = [post.id for post in world.house.bundle.organisation.posts_of(store.department)]
        dice = world.dice("draw", store.id, item.id, at.date())
        drawer = world.pick(dice, world.duty.on_duty(store.keepers if item.hazardous else posts, at))
        witnesses = [name for name in world.duty.on_duty(item.witnesses, at) if name != drawer]
        if drawer is None or (item.hazardous and not witnesses):
            return
        wish = StockWish(
            words=(item.id, plain(amount)), store=store.id, purpose="日常用料",
            witness=dice.choice(witnesses) if item.hazardous else None,
        )  # fmt: skip
        move_stock(world.house_of(drawer, at), "issued", wish)

    def _order(self, store: Store, at: datetime) -> None:
        """Ask for what will run short before it could come."""
        short = [item for item in self._items(store) if not item.tool and self._runs_short(store, item)]
        if not short:
            return
        world, rules = self._world, self._rules
        opener = self._keeper(store, at)
        wanted = [
            (store, item, max(self._amount(item, rules.first_days), item.reorder_point or Decimal(0))) for item in short
        ]
        names = "、".join(f"{item.title.zh} {plain(amount)}{item.unit}" for _, item, amount in wanted)
        total = sum((amount * (item.unit_price or Decimal(1)) for _, item, amount in wanted), Decimal(0))
        dice = world.dice("order", store.id, at.date())
        said = world.said(at, dice, {"items": names, "amount": f"{total:.2f}", "department": store.department})
        workflow = world.house.bundle.workflows[rules.purchase]
        values = filled(world, workflow.fields, workflow.opening.asks, {}, said.draw(rules.given), said)
        begun = open_case(world.house_of(opener, at), rules.purchase, values)
        self._ordered[begun.case.id] = wanted
        self._on_order |= {(store.id, item.id) for item in short}

    def _runs_short(self, store: Store, item: StockItem) -> bool:
        ordered = (store.id, item.id) in self._on_order or (store.id, item.id) in self._world.faults.not_ordered
        if ordered or item.reorder_point is None:
            return False
        return self._balance(store, item) - self._amount(item, self._rules.order_days) <= item.reorder_point

    def _take_in(self, store: Store, item: StockItem, amount: Decimal, at: datetime) -> None:
        self._receive(store, item, amount, self._keeper(store, at), at)
        self._on_order.discard((store.id, item.id))

    def _receive(self, store: Store, item: StockItem, amount: Decimal, keeper: str, at: datetime) -> None:
        price = None if item.unit_price is None else plain(item.unit_price)
        wish = StockWish(words=(item.id, plain(amount)), store=store.id, price=price)
        move_stock(self._world.house_of(keeper, at), "received", wish)

    def _balance(self, store: Store, item: StockItem) -> Decimal:
        levels = self._world.house.journal.stock_levels(store.id)
        return next((level.balance for level in levels if level.item == item.id), Decimal(0))

    def _amount(self, item: StockItem, days: int) -> Decimal:
        """How much of an item some days take, as a whole number of what it is counted in; tools stand there."""
        if item.tool:
            return Decimal(2)
        step = Decimal(1).scaleb(-item.decimals)
        rounding = ROUND_FLOOR if days == self._rules.every else ROUND_CEILING
        return max(step, (self._use(item) * days).quantize(step, rounding=rounding))

    def _use(self, item: StockItem) -> Decimal:
        """How much of an item a usual day takes."""
        usual = item.usual
        if usual is None or usual.per is None:
            return Decimal(1)
        middle = usual.most if usual.least is None else (usual.least + (usual.most or usual.least)) / 2
        share = Decimal("0.6") if usual.least is None else Decimal(1)
        return (middle or Decimal(1)) * share / Decimal(max(1, usual.per.days))

    def _keeper(self, store: Store, at: datetime) -> str:
        duty = self._world.duty
        return next(iter(duty.on_duty(store.keepers, at) or duty.holders(store.keepers, at)))

    def _stores(self) -> list[Store]:
        return sorted(self._world.house.bundle.shelves.stores.values(), key=lambda store: store.id)

    def _items(self, store: Store) -> list[StockItem]:
        items = self._world.house.bundle.shelves.items.values()
        return sorted((item for item in items if store.id in item.stores), key=lambda item: item.id)
