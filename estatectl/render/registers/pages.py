"""Pages about registers: which there are, their lines, one line with its history, a line just written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from estatectl.domain.bundle import Bundle
from estatectl.domain.entries import Entry
from estatectl.domain.registers.line import LineState, values_of
from estatectl.domain.registers.register import Register
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.render.case_words import ERASED, person_words
from estatectl.render.page import Block, Cell, Heading, Hint, Page, Pairs, Rule, Table, Tone, Toned
from estatectl.render.page import Line as Sentence
from estatectl.usecases.registers.ports import LineRow
from estatectl.usecases.registers.saying import said_values
from estatectl.usecases.registers.views import LineView, Listing

STATES: Mapping[str, Words] = {
    LineState.UNCONFIRMED.value: Words(zh="待确认", en="unconfirmed"),
    LineState.VALID.value: Words(zh="有效", en="valid"),
    LineState.OUT.value: Words(zh="未还", en="out"),
    LineState.RETURNED.value: Words(zh="已还", en="returned"),
    LineState.VOIDED.value: Words(zh="已作废", en="voided"),
}
_KINDS = {
    "entered": Words(zh="登记", en="written"),
    "corrected": Words(zh="更正", en="corrected"),
    "confirmed": Words(zh="确认", en="confirmed"),
    "returned": Words(zh="归还", en="given back"),
    "voided": Words(zh="作废", en="voided"),
    "erased": Words(zh="清除个人信息", en="personal data erased"),
    "notified": Words(zh="通知", en="told"),
    "linked": Words(zh="已开", en="opened"),
}


def registers_page(bundle: Bundle, counts: Mapping[str, int], overdue: Mapping[str, int]) -> Page:
    """Every register with how many live lines it has."""
    columns = (
        Words(zh="登记簿", en="register"),
        Words(zh="名称", en="title"),
        Words(zh="有效", en="lines"),
        Words(zh="过期", en="overdue"),
        Words(zh="别名", en="also"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            each.id,
            each.title,
            counts.get(each.id, 0),
            Toned(overdue[each.id], "bad") if overdue.get(each.id) else None,
            " ".join(each.aliases),
        )
        for each in bundle.registers.values()
    ]
    data = {
        "registers": [
            {
                "id": each.id,
                "title": each.title,
                "series": each.series,
                "lines": counts.get(each.id, 0),
                "overdue": overdue.get(each.id, 0),
            }
            for each in bundle.registers.values()
        ]
    }
    return Page((Table(columns, tuple(rows)),), data)


def listing_page(bundle: Bundle, listing: Listing, today: date) -> Page:
    """Lines as a table, and a sentence that counts them."""
    register = listing.register
    states = any(row.state != LineState.VALID.value for row in listing.rows)
    columns = (
        Words(zh="编号", en="line"),
        Words(zh="时间", en="at"),
        *((Words(zh="状态", en="state"),) if states else ()),
        *(register.fields[name].title for name in register.shows),
    )
    rows = tuple(_row(bundle, register, row, listing.people, today, states=states) for row in listing.rows)
    words = Words(zh="{title}：共 {total} 行，显示 {shown} 行", en="{title}: {total} in all, {shown} shown").fill(
        title=register.title, total=listing.total, shown=len(listing.rows)
    )
    data = {
        "register": register.id,
        "lines": [row_data(row, today) for row in listing.rows],
        "total": listing.total,
    }
    return Page((Table(columns, rows, wrap=frozenset({len(columns) - 1})), Rule(), Sentence(words)), data)


def _row(
    bundle: Bundle, register: Register, row: LineRow, people: Iterable[Person], today: date, *, states: bool
) -> tuple[Cell, ...]:
    spoken = said_values(bundle, register, row.values, people)
    late = row.look_at is not None and row.look_at < today
    state = STATES[row.state]
    tone: Tone = "bad" if late or row.state == LineState.UNCONFIRMED.value else "plain"
    return (
        Toned(row.id, "bad") if late else row.id,
        row.at,
        *((Toned(state, tone),) if states else ()),
        *(
            ERASED if name in row.values and row.values[name] is None else spoken.get(name)
            for name in register.shows
        ),
    )  # fmt: skip


def row_data(row: LineRow, today: date) -> dict[str, object]:
    """A row for programs."""
    return {
        "id": row.id,
        "register": row.register,
        "state": row.state,
        "at": row.at,
        "by": row.writer,
        "values": _plain(row.values),
        "look_at": row.look_at.isoformat() if row.look_at else None,
        "overdue": row.look_at is not None and row.look_at < today,
        "keep_until": row.keep_until.isoformat() if row.keep_until else None,
    }


def entered_page(view: LineView) -> Page:
    """A line just written, in a sentence, and what followed."""
    words = Words(zh="已登记 {id}（{title}）", en="written: {id} ({title})")
    filled = words.fill(id=same(view.line.id), title=view.register.title)
    return Page((Sentence(filled, "good"), *_followed(view)), line_data(view))


def _followed(view: LineView) -> Iterator[Block]:
    """What came of it: whom it was told, which cases were opened, who must confirm."""
    told = dict.fromkeys(
        str(entry.data["to_person"] or entry.data["to_post"]) for entry in view.entries if entry.kind == "notified"
    )
    names = [words for each in told if (words := person_words(view.people, each)) is not None]
    if names:
        words = Words(zh="已通知 {who}", en="told: {who}")
        yield Sentence(words.fill(who=same(", ".join(each.zh for each in names))))
    for case in view.line.cases:
        yield Sentence(Words(zh="已开 {case}", en="opened {case}").fill(case=same(case)))
    if view.line.state is LineState.UNCONFIRMED:
        words = Words(
            zh="还须 {n} 人确认才算数：estatectl 登记簿 确认 {id}",
            en="{n} more must confirm it: estatectl register confirm {id}",
        )
        left = view.line.needs - len(view.line.confirmed_by)
        yield Hint(words.fill(n=left, id=same(view.line.id)))


def line_page(bundle: Bundle, view: LineView) -> Page:
    """A line: what it says, and everything that happened to it."""
    register, line = view.register, view.line
    words = Words(zh="{id} {title} · {state}", en="{id} {title} · {state}")
    title = words.fill(id=same(line.id), title=register.title, state=STATES[line.state.value])
    spoken = said_values(bundle, register, line.values, view.people)
    pairs: list[tuple[Words, Cell]] = [
        (field.title, ERASED if line.values[name] is None else spoken.get(name))
        for name, field in register.fields.items()
        if name in line.values
    ]
    columns = (
        Words(zh="时间", en="at"),
        Words(zh="记录", en="what"),
        Words(zh="经手", en="by"),
        Words(zh="内容", en="content"),
    )
    history = tuple(_history(bundle, view))
    blocks: tuple[Block, ...] = (Heading(title), Pairs(tuple(pairs)), Rule(), Heading(_HISTORY))
    blocks += (Table(columns, history, wrap=frozenset({3})),)
    return Page((*blocks, *_waiting(view)), line_data(view))


_HISTORY = Words(zh="经过", en="History")


def _waiting(view: LineView) -> Iterator[Block]:
    yield from (block for block in _followed(view) if isinstance(block, Hint))


def _history(bundle: Bundle, view: LineView) -> Iterator[tuple[Cell, ...]]:
    before: dict[str, Words] = {}
    for entry in view.entries:
        content, before = _content(bundle, view, entry, before)
        yield (entry.at, _KINDS.get(entry.kind, same(entry.kind)), person_words(view.people, entry.actor), content)


def _content(
    bundle: Bundle, view: LineView, entry: Entry, before: dict[str, Words]
) -> tuple[Words | None, dict[str, Words]]:
    """What an entry says; a correction says what stood there before."""
    data = entry.data
    if entry.kind == "notified":
        return person_words(view.people, str(data["to_person"] or data["to_post"])), before
    if entry.kind == "linked":
        return same(str(data["other"])), before
    values = values_of(data)
    spoken = said_values(bundle, view.register, values, view.people)
    parts = []
    for name, value in values.items():
        field = view.register.fields.get(name)
        now = ERASED if value is None else _NOTHING if value == "" else spoken[name]
        old = before.get(name, _NOTHING)
        change = Words(zh="{title}：{old} → {now}", en="{title}: {old} → {now}")
        plain = Words(zh="{title}：{now}", en="{title}: {now}")
        said = (change if entry.kind == "corrected" else plain).fill(
            title=field.title if field else same(name), old=old, now=now
        )
        parts.append(said)
        before = {**before, name: now}
    reason = data.get("reason") or data.get("note")
    if reason:
        parts.append(same(str(reason)))
    if entry.kind == "entered":
        parts = []
    if not parts:
        return None, before
    return Words(zh="；".join(each.zh for each in parts), en="; ".join(each.en for each in parts)), before


_NOTHING = Words(zh="（空）", en="(nothing)")


def line_data(view: LineView) -> dict[str, object]:
    """A line for programs."""
    line = view.line
    return {
        "line": {
            "id": line.id,
            "register": line.register,
            "state": line.state.value,
            "at": line.at,
            "entered_at": line.entered_at,
            "by": line.writer,
            "values": _plain(line.values),
            "needs": line.needs,
            "confirmed_by": list(line.confirmed_by),
            "returned_at": line.returned_at,
            "cases": list(line.cases),
        },
        "history": [
            {"at": entry.at, "kind": entry.kind, "by": entry.actor, "values": _plain(values_of(entry.data))}
            for entry in view.entries
        ],
    }


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
