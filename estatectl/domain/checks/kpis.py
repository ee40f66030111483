"""Figures across documents: what they speak of exists, and the number they make can be reckoned."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.figures.crossings import NEEDED, PROPOSAL
from estatectl.domain.figures.instants import instants_of
from estatectl.domain.figures.kpi import BoundKpi, By, Kpi, Thresholds, Value, Whose, bind_kpi
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.rules.facts import FactKind
from estatectl.domain.words import Words, same


def check_kpis(bundle: Bundle) -> Iterator[Problem]:
    """EST-902 and EST-311 to EST-314 as for controls; EST-929 to EST-934 for what a figure has besides."""
    for kpi in bundle.kpis.values():
        problems: list[Problem] = []
        bound = bind_kpi(kpi, bundle, problems)
        yield from problems
        yield from _instant(kpi)
        yield from _measure(bound)
        yield from _target(kpi)
        yield from _propose(kpi)
    yield from _nothing_to_open(bundle)


def _instant(kpi: Kpi) -> Iterator[Problem]:
    known = instants_of(kpi.over.kind)
    if kpi.counts_at is None or kpi.counts_at in known:
        return
    words = Words(zh="{kind} 没有“{name}”这个时刻", en="{kind} have no instant '{name}'")
    filled = words.fill(kind=same(kpi.over.kind.value), name=same(kpi.counts_at))
    hint = did_you_mean(kpi.counts_at, known) or Words(
        zh="可用的有：{list}；end 指期末仍在的都算",
        en="there are: {list}; `end` takes all as they stand at the end of the period",
    ).fill(list=same(", ".join(known) or "-"))
    yield Problem("EST-929", filled, kpi.node["counts_at"].place, hint)


def _measure(bound: BoundKpi) -> Iterator[Problem]:
    kpi = bound.kpi
    if kpi.good is not None and not kpi.value.judges:
        words = Words(zh="度量的数不分好坏：good 只用于 share 和 count", en="`good` is for a share or a count alone")
        hint = Words(zh="要筛选对象，写 where", en="to choose what counts, write `where`")
        yield Problem("EST-930", words, kpi.good.key_place, hint)
    numbers = [name for name, spec in bound.specs.items() if spec.kind is FactKind.NUMBER]
    for key, fact in (("measure", kpi.measure), ("of", kpi.of)):
        if fact is not None and fact not in numbers and bound.specs:
            words = Words(zh="没有叫“{name}”的数字可以度量", en="there is no number '{name}' here to measure")
            place = kpi.node[key].place
            yield Problem("EST-930", words.fill(name=same(fact)), place, did_you_mean(fact, numbers))


def _target(kpi: Kpi) -> Iterator[Problem]:
    if kpi.target is None or kpi.value is not Value.SHARE or 0 <= kpi.target.bound <= 100:
        return
    words = Words(zh="比例的目标要在 0 到 100 之间，不是 {bound}", en="a share is from 0 to 100, not {bound}")
    place = kpi.node["target"].place
    yield Problem("EST-931", words.fill(bound=same(str(kpi.target.bound))), place)


def _propose(kpi: Kpi) -> Iterator[Problem]:
    wanted = kpi.propose
    if wanted is None:
        return
    place = kpi.node["propose"].place
    if kpi.target is None:
        words = Words(zh="没有目标，无从提出奖惩", en="without a target there is nothing to propose for")
        yield Problem("EST-932", words, place, Words(zh="补写 target", en="give it a `target`"))
        return
    yield from (Problem("EST-932", words, place) for words in _crossed(kpi, wanted))
    by = {Whose.DEPARTMENT: By.DEPARTMENT, Whose.POST: By.POST}.get(wanted.whose)
    if by is not None and by not in kpi.by:
        words = Words(
            zh="按 {by} 提出奖惩，却没有按 {by} 细分", en="it proposes by {by}, and is not broken down by {by}"
        ).fill(by=same(by.value))
        hint = Words(zh="在 by 里加上 {by}", en="add {by} under `by`").fill(by=same(by.value))
        yield Problem("EST-933", words, kpi.node["propose"]["whose"].place, hint)


def _nothing_to_open(bundle: Bundle) -> Iterator[Problem]:
    """What is proposed becomes a case, of a workflow that says for whom and what."""
    proposing = [kpi for kpi in bundle.kpis.values() if kpi.propose is not None]
    workflow = bundle.workflows.get(PROPOSAL)
    lacking = [name for name in NEEDED if workflow is None or name not in workflow.fields]
    if proposing and lacking:
        place = proposing[0].node["propose"].place if workflow is None else workflow.place
        words = Words(
            zh="指标提出奖惩，流程“{name}”却没有字段 {fields}",
            en="figures propose rewards and penalties, and the workflow '{name}' has no fields {fields}",
        ).fill(name=same(PROPOSAL), fields=same(", ".join(lacking)))
        hint = Words(
            zh="加上这个流程和字段，或删掉 propose", en="add the workflow and its fields, or take `propose` out"
        )
        yield Problem("EST-934", words, place, hint)


def _crossed(kpi: Kpi, wanted: Thresholds) -> Iterator[Words]:
    """A reward is for what meets the target, a penalty for what misses it."""
    assert kpi.target is not None
    if wanted.reward is not None and not kpi.target.met(wanted.reward):
        words = Words(
            zh="达到 {value} 就提奖励，却还没达到目标", en="a reward from {value} on, which misses the target"
        )
        yield words.fill(value=same(str(wanted.reward)))
    if wanted.penalty is not None and wanted.penalty != kpi.target.bound and kpi.target.met(wanted.penalty):
        words = Words(zh="过了 {value} 就提处罚，却已达到目标", en="a penalty beyond {value}, which meets the target")
        yield words.fill(value=same(str(wanted.penalty)))
