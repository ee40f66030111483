"""The charter in words: a line for every clause, or one clause with everything that carries it and its evidence."""

from __future__ import annotations

from estatectl.domain.bundle import Bundle
from estatectl.domain.charter import Carrier
from estatectl.domain.problems import Problem
from estatectl.domain.staff.people import Person
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed, person_words
from estatectl.render.page import Block, Cell, Heading, Hint, Line, Page, Rule, Table, Toned
from estatectl.usecases.tracing import Evidence, Trace, Traced

_ROLES = {
    "everyone": Words(zh="全员", en="everyone"),
    "department_head": Words(zh="部门负责人", en="head of department"),
    "handler": Words(zh="经办人", en="handler"),
}
_NONE_YET = Words(zh="尚无记录", en="no record yet")
_PENDING = Words(zh="尚未落实", en="pending")


def trace_page(bundle: Bundle, found: Trace, people: tuple[Person, ...], *, details: bool) -> Page:
    """Every clause with what carries it and its latest evidence; status 1 where a clause is carried by nothing."""
    blocks: list[Block] = []
    for each in found.clauses if details else ():
        blocks += [*_clause(bundle, each, people), Rule()]
    if not details:
        blocks.append(_table(bundle, found))
    words = Words(
        zh="条款 {n} 条：有细则落实 {carried}，尚未落实 {pending}；在本小区 {entries} 条台账里有实例 {proved}。",
        en="clauses: {n}; carried by policy: {carried}, by nothing yet: {pending}; with an example among the {entries} "
        "entries of this journal: {proved}",
    ).fill(
        n=len(found.clauses),
        carried=len(found.clauses) - len(found.pending),
        pending=len(found.pending),
        proved=found.proved,
        entries=found.entries,
    )
    blocks.append(Line(words, "bad" if found.pending else "good"))
    if not details:
        blocks.append(Hint(_MORE))
    problems = tuple(_missing(each) for each in found.pending)
    return Page(tuple(blocks), _data(found), status=1 if found.pending else 0, problems=problems)


def _table(bundle: Bundle, found: Trace) -> Table:
    columns = (
        Words(zh="条款", en="clause"),
        Words(zh="要求", en="what it asks"),
        Words(zh="由什么落实", en="carried by"),
        Words(zh="实例", en="example"),
    )
    rows = tuple(
        (each.clause.id, each.clause.title, _carried(bundle, each), example_words(each.evidence))
        for each in found.clauses
    )
    return Table(columns, rows, wrap=frozenset({1, 2}))


def _carried(bundle: Bundle, each: Traced) -> Cell:
    if each.clause.pending:
        return Toned(_PENDING, "bad")
    return listed(dict.fromkeys(carrier_words(bundle, carrier) for carrier, _ in each.carriers))


def example_words(evidence: Evidence | None) -> Cell:
    return Toned(_NONE_YET, "faint") if evidence is None else same(evidence.entry.stream)


def _clause(bundle: Bundle, each: Traced, people: tuple[Person, ...]) -> list[Block]:
    clause = each.clause
    post = bundle.organisation.post(clause.who)
    who = post.title if post is not None else _ROLES.get(clause.who, same(clause.who))
    columns = (
        Words(zh="由什么落实", en="carried by"),
        Words(zh="写在哪里", en="where"),
        Words(zh="记录", en="records"),
        Words(zh="最近一次", en="the latest"),
        Words(zh="编号", en="number"),
        Words(zh="谁", en="who"),
    )
    rows = tuple(_carrier_row(bundle, carrier, evidence, people) for carrier, evidence in each.carriers)
    return [
        Heading(Words(zh="{id}　{title}", en="{id}  {title}").fill(id=clause.id, title=clause.title)),
        Line(Words(zh="责任人：{who}", en="answers for it: {who}").fill(who=who)),
        Table(columns, () if clause.pending else rows, empty=_PENDING, wrap=frozenset({0, 1})),
    ]


def _carrier_row(
    bundle: Bundle, carrier: Carrier, evidence: Evidence | None, people: tuple[Person, ...]
) -> tuple[Cell, ...]:
    words = carrier_words(bundle, carrier)
    if evidence is None:
        return (words, _where(bundle, carrier), 0, None, Toned(_NONE_YET, "faint"), None)
    entry = evidence.entry
    who = person_words(people, entry.actor)
    return (words, _where(bundle, carrier), evidence.count, entry.at, entry.stream, who)


def carrier_words(bundle: Bundle, carrier: Carrier) -> Words:
    """What carries it, by its title; of a workflow also the move or clock."""
    name, _, part = carrier.id.partition(".")
    if carrier.kind in ("workflow", "clock"):
        workflow = bundle.workflows[name]
        move = workflow.move(part) if carrier.kind == "workflow" and part else None
        of = move.title if move else workflow.clock(part).title if part else None
        return workflow.title if of is None else Words(zh="{a}·{b}", en="{a}: {b}").fill(a=workflow.title, b=of)
    node = next((node for node in bundle.documents.get(carrier.kind, ()) if node.text("id") == carrier.id), None)
    if node is not None:
        return node.words("title")
    return bundle.organisation.title if carrier.kind == "organisation" else same(str(carrier))


def _where(bundle: Bundle, carrier: Carrier) -> str | None:
    """The policy file and line."""
    name, _, part = carrier.id.partition(".")
    kind = "workflow" if carrier.kind == "clock" else carrier.kind
    node = next((node for node in bundle.documents.get(kind, ()) if node.text("id") in (name, kind)), None)
    if node is None:
        return None
    place = node.place
    if carrier.kind == "workflow" and part:
        place = node["moves"][part].key_place
    return f"policies/{place.file.replace(chr(92), '/').rpartition('policies/')[2]}:{place.line}"


def _missing(each: Traced) -> Problem:
    words = Words(zh="第 {id} 条尚未落实：{title}", en="clause {id} is carried by nothing yet: {title}")
    hint = Words(zh="在 carried_by 里写上落实它的细则", en="name what carries it under `carried_by`")
    return Problem("EST-996", words.fill(id=each.clause.id, title=each.clause.title), each.clause.place, hint)


def _data(found: Trace) -> dict[str, object]:
    return {
        "clauses": [
            {
                "id": each.clause.id,
                "title": each.clause.title,
                "who": each.clause.who,
                "pending": each.clause.pending,
                "carriers": [
                    {"carrier": str(carrier), "records": evidence.count if evidence else 0, "latest": _plain(evidence)}
                    for carrier, evidence in each.carriers
                    if not carrier.pending
                ],
            }
            for each in found.clauses
        ],
        "carried": len(found.clauses) - len(found.pending),
        "pending": [each.clause.id for each in found.pending],
        "proved": found.proved,
        "entries": found.entries,
    }


def _plain(evidence: Evidence | None) -> dict[str, object] | None:
    if evidence is None:
        return None
    entry = evidence.entry
    return {"seq": entry.seq, "stream": entry.stream, "kind": entry.kind, "at": entry.at, "actor": entry.actor}


_MORE = Words(
    zh="charter trace 条款号：逐项看由哪一行细则落实、记录有几条、最近一次是谁",
    en="charter trace CLAUSE: line by line, which policy carries it, how many records, and whose the latest is",
)
