"""Drawing from a store and bringing back: for an order, to a person, for a purpose; tools stay out until returned."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.fields import FieldValue
from estatectl.domain.entries import Json
from estatectl.domain.problems import Problem, Refused
from estatectl.domain.rules.conditions import holds
from estatectl.domain.staff.people import Person
from estatectl.domain.stock.quantities import plain
from estatectl.domain.words import Words, same
from estatectl.usecases.desk import Desk
from estatectl.usecases.following import perform
from estatectl.usecases.people import find_person
from estatectl.usecases.stock.book import OVER, StockBook, free_text, line_data, too_little
from estatectl.usecases.stock.moving import At, settle, write
from estatectl.usecases.stock.permissions import no_witness, not_drawer
from estatectl.usecases.stock.picking import Picked, full_case_id, pick
from estatectl.usecases.stock.wishes import StockDone, StockWish, too_long, unfit, wrong_time
from estatectl.usecases.ticking import advance
from estatectl.usecases.weighing import wrong_stage

ISSUE, GIVE_BACK = Words(zh="领用", en="draw"), Words(zh="归还", en="bring back")


@dataclass(frozen=True, slots=True)
class _Parties:
    """For whom and what it is, and who sees it."""

    case: Case | None
    taker: Person | None
    witness: Person | None


def issue(book: StockBook, person: Person, wish: StockWish) -> tuple[StockDone, ...]:
    """Hand items out. A tool goes to a person: the one named, else whoever draws it."""
    house = book.desk.house
    picked, when = pick(house.bundle, person, wish.words, wish.store), At(person, wish.at or house.now)
    parties = _parties(book, wish)
    problems = [*wrong_time(house, when.at), *too_long(wish), *_for_nothing(parties, wish)]
    problems += _not_for_case(book.desk, parties.case, picked, wish)
    for each in picked:
        problems += _not_drawn(book, each, when, parties)
        ledger = book.ledger(each.store.id, each.item.id)
        if each.quantity > ledger.balance:
            problems.append(too_little(each.store, each.item, ledger.balance, each.quantity))
        if each.item.hazardous and not (wish.purpose and wish.purpose.strip()):
            words = Words(zh="“{item}”是危险品，要写用途", en="'{item}' is hazardous: it needs a purpose")
            hint = Words(zh="加上 --purpose 用途", en="add --purpose WHAT")
            problems.append(Problem("EST-969", words.fill(item=each.item.title), hint=hint))
    if problems:
        raise Refused(problems)
    done = tuple(_issued(book, each, when, parties, wish) for each in picked)
    _note_on_case(book.desk, parties.case, picked, wish, person)
    return done


def give_back(book: StockBook, person: Person, wish: StockWish) -> tuple[StockDone, ...]:
    """Bring back what was drawn: by a person, or what an order did not need. The oldest issues are settled first."""
    house = book.desk.house
    picked, when = pick(house.bundle, person, wish.words, wish.store), At(person, wish.at or house.now)
    parties = _parties(book, wish)
    holder = parties.taker or (None if parties.case else person)
    case = parties.case.id if parties.case else None
    problems = [*wrong_time(house, when.at), *too_long(wish)]
    settles = []
    for each in picked:
        problems += _not_drawn(book, each, when, parties)
        ledger = book.ledger(each.store.id, each.item.id)
        settles.append(settle(each, ledger, problems, person=holder.id if holder else None, order=case))
    if problems:
        raise Refused(problems)
    done = []
    for each, back in zip(picked, settles, strict=True):
        data = line_data(
            each.quantity, each.quantity, order=case, person=holder.id if holder else None, note=free_text(wish.note),
            witness=parties.witness.id if parties.witness else None, settles=back,
        )  # fmt: skip
        done.append(write(book, each, when, "returned", data, wish))
    return tuple(done)


def drawn_for(book: StockBook, each: Picked, order: str) -> Decimal:
    """How much of an item from a store an order has had, less what came back."""
    lines = [
        line for line in book.ledger(each.store.id, each.item.id).lines if line.order == order and not line.reversed_by
    ]
    signs = {"issued": 1, "returned": -1}
    return sum((line.quantity * signs.get(line.kind, 0) for line in lines), Decimal(0))


def _parties(book: StockBook, wish: StockWish) -> _Parties:
    unit = book.desk.unit
    return _Parties(
        book.desk.case(full_case_id(book.desk.house, wish.order)) if wish.order else None,
        find_person(unit, wish.person) if wish.person else None,
        find_person(unit, wish.witness) if wish.witness else None,
    )


def _for_nothing(parties: _Parties, wish: StockWish) -> list[Problem]:
    if parties.case or parties.taker or (wish.purpose and wish.purpose.strip()):
        return []
    words = Words(zh="没有写领去做什么", en="it does not say for what")
    hint = Words(zh="写 --order 工单、--to 员工或 --purpose 用途", en="write --order ID, --to PERSON or --purpose WHAT")
    return [Problem("EST-969", words, hint=hint)]


def _not_drawn(book: StockBook, each: Picked, when: At, parties: _Parties) -> list[Problem]:
    house = book.desk.house
    handler = parties.case.text("handler") if parties.case else None
    return [
        *not_drawer(house.bundle, when.person, each.store, ISSUE, handler),
        *no_witness(house.bundle, each.item, when.person, parties.witness),
        *unfit(house, book.ledger(each.store.id, each.item.id), each.item, when.at),
    ]


def _issued(book: StockBook, each: Picked, when: At, parties: _Parties, wish: StockWish) -> StockDone:
    taker = parties.taker or (when.person if each.item.tool else None)
    case, ledger = parties.case, book.ledger(each.store.id, each.item.id)
    price = ledger.price if ledger.price is not None else each.item.unit_price
    data = line_data(
        each.quantity, -each.quantity, price=price, order=case.id if case else None,
        person=taker.id if taker else None, purpose=free_text(wish.purpose), note=free_text(wish.note),
        witness=parties.witness.id if parties.witness else None, extra=True if wish.extra else None,
    )  # fmt: skip
    done = write(book, each, when, "issued", data, wish)
    if case is None or each.item.per_order is None:
        return done
    drawn = drawn_for(book, each, case.id)
    if each.item.per_order.verdict(drawn) != "above":
        return done
    words = Words(
        zh="{order} 已领“{item}”{n} {unit}，一般最多 {most}",
        en="{order} has had {n} {unit} of '{item}'; {most} is usual",
    ).fill(
        order=same(case.id), item=each.item.title, n=plain(drawn), unit=same(each.item.unit),
        most=plain(each.item.per_order.most or Decimal(0)),
    )  # fmt: skip
    book.tell(each.store, each.item, ("department_head",), words, OVER)
    return StockDone.of(each, done.before, book.ledger(each.store.id, each.item.id), done.number, over=True)


def _not_for_case(desk: Desk, case: Case | None, picked: tuple[Picked, ...], wish: StockWish) -> list[Problem]:
    """EST-970, EST-425 and what the workflow demands before material is drawn: such as the owner's consent."""
    if case is None:
        return []
    workflow = desk.workflow(case)
    move = workflow.move(workflow.materials.move) if workflow.materials else None
    if move is None:
        words = Words(zh="{id}（{title}）不领料", en="{id} ({title}) takes no material")
        return [Problem("EST-970", words.fill(id=same(case.id), title=workflow.title))]
    if case.stage not in move.from_stages:
        return [wrong_stage(workflow, case, move)]
    facts = desk.facts(case, _values(desk, case, picked, wish))
    return [Problem("EST-426", demand.otherwise) for demand in move.demands if not holds(demand.holds, facts)]


def _values(desk: Desk, case: Case, picked: tuple[Picked, ...], wish: StockWish) -> dict[str, FieldValue | None]:
    materials = desk.workflow(case).materials
    assert materials is not None
    lang = "zh" if "zh" in desk.house.bundle.estate.languages else "en"
    texts = [f"{each.item.title.of(lang)} {plain(each.quantity)} {each.item.unit}" for each in picked]  # type: ignore[arg-type]
    extra: dict[str, FieldValue | None] = {materials.extra: wish.extra} if materials.extra else {}
    return {materials.drawn: ("、" if lang == "zh" else ", ").join(texts), **extra}


def _note_on_case(desk: Desk, case: Case | None, picked: tuple[Picked, ...], wish: StockWish, person: Person) -> None:
    """The case keeps that material was drawn for it, by the move that its workflow names."""
    if case is None:
        return
    workflow = desk.workflow(case)
    assert workflow.materials is not None
    move = workflow.move(workflow.materials.move)
    assert move is not None
    more: dict[str, Json] = {"because_of": "stock"}
    with desk.as_of_now():
        perform(desk, case, move, _values(desk, case, picked, wish), actor=person.id, more=more)
    for touched in desk.touched():
        advance(desk, touched)
