"""Floor 5: `estatectl charter`: every clause of the rulebook, what carries it, and what proves it."""

from __future__ import annotations

from estatectl.cli.commands import Noun, argument
from estatectl.cli.context import Session
from estatectl.domain.words import Words
from estatectl.render.page import Page

charter = Noun(
    "charter",
    Words(zh="规章条款：由什么落实，有什么记录为证。", en="The clauses of the rulebook: what carries and proves them."),
    aliases=("条款",),
)


@charter.verb(
    "trace",
    Words(
        zh="逐条列出由哪些细则落实，并举出本小区台账里的实例。有尚未落实的条款时，退出码为 1。",
        en="Lists every clause with the policies that carry it and an example from this estate's journal. "
        "Exit status 1 where a clause is carried by nothing.",
    ),
    aliases=("追溯",),
)
@argument(
    "clauses",
    Words(zh="条款号，可写几个；写 3.1 就是其下各条", en="clauses; 3.1 stands for all below it"),
    nargs=-1,
    shown=Words(zh="条款", en="CLAUSE"),
)
def trace(session: Session, *, clauses: tuple[str, ...]) -> Page:
    from estatectl.render.charter import trace_page
    from estatectl.usecases.tracing import trace as trace_clauses

    house = session.house
    found = trace_clauses(house, clauses)
    return trace_page(house.bundle, found, house.journal.people(), details=bool(clauses))


@charter.verb(
    "coverage",
    Words(
        zh="逐条说明由什么落实、哪些控制点每晚核查、台账里有多少实例、程序自己能演练哪些。"
        "缺落实或缺控制点时，退出码为 1。",
        en="Says of every clause what carries it, which controls check it nightly, how many records show it, and what "
        "the program itself rehearses. Exit status 1 where a clause is carried by nothing or checked by no control.",
    ),
    aliases=("覆盖",),
)
@argument(
    "clauses",
    Words(zh="条款号，可写几个；写 3.1 就是其下各条", en="clauses; 3.1 stands for all below it"),
    nargs=-1,
    shown=Words(zh="条款", en="CLAUSE"),
)
def coverage(session: Session, *, clauses: tuple[str, ...]) -> Page:
    from estatectl.render.coverage import coverage_page
    from estatectl.usecases.covering import coverage as cover_clauses
    from estatectl.wiring.documents import rehearsals

    found = cover_clauses(session.house, rehearsals(), clauses)
    return coverage_page(session.bundle, found, details=bool(clauses))
