"""How the clauses are covered, in words: a line for each, or everything there is for a few."""

from __future__ import annotations

from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.control import SEVERITY_WORDS
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words, same
from estatectl.render.case_words import listed
from estatectl.render.charter import carrier_words, example_words
from estatectl.render.page import Block, Heading, Hint, Line, Page, Rule, Table, Tone, Toned
from estatectl.usecases.covering import Coverage, Covered, ProofKind

_PROOF_WORDS = {
    ProofKind.SCENARIO: Words(zh="剧本", en="scenario"),
    ProofKind.FAULT: Words(zh="模拟差错", en="fault that is sown"),
}


def coverage_page(bundle: Bundle, found: Coverage, *, details: bool) -> Page:
    """Every clause with how it is covered; status 1 where something is lacking, which is then named."""
    blocks: list[Block] = []
    for each in found.clauses if details else ():
        blocks += [*_clause(bundle, each), Rule()]
    if not details:
        blocks.append(_table(found))
    blocks += [Line(words, tone) for words, tone in _summary(found)]
    if not details:
        blocks.append(Hint(_MORE))
    problems = tuple(problem for each in found.lacking for problem in _lacking(each))
    return Page(tuple(blocks), _data(found), status=1 if found.lacking else 0, problems=problems)


def _table(found: Coverage) -> Table:
    columns = (
        Words(zh="条款", en="clause"),
        Words(zh="要求", en="what it asks"),
        Words(zh="落实", en="carriers"),
        Words(zh="控制点", en="controls"),
        Words(zh="台账实例", en="records"),
        Words(zh="演练", en="rehearsed"),
    )
    rows = tuple(
        (
            each.clause.id,
            each.clause.title,
            Toned(same("0"), "bad") if each.clause.pending else len(each.traced.carriers),
            len(each.controls) or Toned(same("0"), "bad"),
            each.records or Toned(same("0"), "faint"),
            len(each.proofs) or Toned(same("0"), "faint"),
        )
        for each in found.clauses
    )
    return Table(columns, rows, wrap=frozenset({1}))


def _summary(found: Coverage) -> list[tuple[Words, Tone]]:
    total = len(found.clauses)
    counted = {
        "carried": sum(not each.clause.pending for each in found.clauses),
        "checked": sum(bool(each.controls) for each in found.clauses),
        "shown": sum(each.records > 0 for each in found.clauses),
        "played": sum(bool(each.proofs) for each in found.clauses),
        "sown": sum(any(proof.kind is ProofKind.FAULT for proof in each.proofs) for each in found.clauses),
    }
    covered = Words(
        zh="条款 {n} 条：有细则落实 {carried}/{n}，有控制点核查 {checked}/{n}",
        en="{n} clauses: {carried}/{n} carried by policy, {checked}/{n} checked by a control every night",
    ).fill(n=total, **counted)
    shown = Words(
        zh="其中在本小区 {entries} 条台账里有实例 {shown} 条；"
        "程序自带的剧本和模拟差错演练到 {played} 条（模拟差错 {sown} 条）",
        en="of these {shown} with records among the {entries} entries of this journal; {played} rehearsed by the "
        "program's own scenarios and faults ({sown} by faults)",
    ).fill(entries=found.entries, **counted)
    return [(covered, "bad" if found.lacking else "good"), (shown, "plain")]


def _clause(bundle: Bundle, each: Covered) -> list[Block]:
    clause = each.clause
    carried = [
        (carrier_words(bundle, carrier), evidence.count if evidence else 0, example_words(evidence))
        for carrier, evidence in each.traced.carriers
        if not carrier.pending
    ]
    controls = tuple(
        (control.title, SEVERITY_WORDS[control.severity], listed(_posts(bundle, control.answers)), same(control.id))
        for control in each.controls
    )
    proofs = tuple((proof.title, _PROOF_WORDS[proof.kind], same(proof.id)) for proof in each.proofs)
    return [
        Heading(Words(zh="{id}　{title}", en="{id}  {title}").fill(id=clause.id, title=clause.title)),
        Table(_CARRIED, tuple(carried), empty=Words(zh="尚未落实", en="carried by nothing"), wrap=frozenset({0})),
        Table(_CHECKED, controls, empty=Words(zh="没有控制点核查", en="checked by no control"), wrap=frozenset({0, 2})),
        Table(_PLAYED, proofs, empty=Words(zh="程序没有演练到", en="rehearsed by nothing"), wrap=frozenset({0})),
    ]


def _posts(bundle: Bundle, posts: tuple[str, ...]) -> list[Words]:
    return [bundle.organisation.posts[name].title for name in posts]


def _lacking(each: Covered) -> list[Problem]:
    clause = each.clause
    found: list[Problem] = []
    if clause.pending:
        words = Words(zh="第 {id} 条尚未落实：{title}", en="clause {id} is carried by nothing yet: {title}")
        hint = Words(zh="在 carried_by 里写上落实它的细则", en="name what carries it under `carried_by`")
        found.append(Problem("EST-996", words.fill(id=clause.id, title=clause.title), clause.place, hint))
    if not each.controls:
        words = Words(zh="第 {id} 条没有控制点核查：{title}", en="clause {id} is checked by no control: {title}")
        hint = Words(zh="写一个控制点，看的东西要落实这一条", en="write a control that looks at what carries it")
        found.append(Problem("EST-997", words.fill(id=clause.id, title=clause.title), clause.place, hint))
    return found


def _data(found: Coverage) -> dict[str, object]:
    return {
        "clauses": [_plain(each) for each in found.clauses],
        "total": len(found.clauses),
        "carried": sum(not each.clause.pending for each in found.clauses),
        "controlled": sum(bool(each.controls) for each in found.clauses),
        "with_records": sum(each.records > 0 for each in found.clauses),
        "rehearsed": sum(bool(each.proofs) for each in found.clauses),
        "lacking": [each.clause.id for each in found.lacking],
        "entries": found.entries,
    }


def _plain(each: Covered) -> dict[str, object]:
    return {
        "id": each.clause.id,
        "title": each.clause.title,
        "who": each.clause.who,
        "carriers": [
            {"carrier": str(carrier), "records": evidence.count if evidence else 0}
            for carrier, evidence in each.traced.carriers
            if not carrier.pending
        ],
        "controls": [control.id for control in each.controls],
        "rehearsals": [{"kind": proof.kind.value, "id": proof.id} for proof in each.proofs],
        "covered": each.whole,
    }


_CARRIED = (
    Words(zh="由什么落实", en="carried by"),
    Words(zh="记录", en="records"),
    Words(zh="最近一次", en="the latest"),
)
_CHECKED = (
    Words(zh="每晚核查", en="checked nightly"),
    Words(zh="程度", en="severity"),
    Words(zh="谁负责", en="who answers"),
    Words(zh="控制点", en="control"),
)
_PLAYED = (
    Words(zh="程序自带的演练", en="rehearsed by the program"),
    Words(zh="哪一种", en="kind"),
    Words(zh="名称", en="name"),
)
_MORE = Words(
    zh="charter coverage 条款号：逐条看由什么落实、哪些控制点核查、哪些演练到",
    en="charter coverage CLAUSE: what carries it, which controls check it, what rehearses it",
)
