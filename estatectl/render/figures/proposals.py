"""What is proposed because of figures, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from estatectl.domain.figures.crossings import Sort
from estatectl.domain.words import Words, same
from estatectl.render.figures.wording import with_unit
from estatectl.render.nights.pages import post_titles
from estatectl.render.page import Block, Cell, Heading, Hint, Line, Page, Rule, Table, Tone, Toned
from estatectl.usecases.figures.proposing import Proposed
from estatectl.usecases.figures.taking import Taken

_SORTS: dict[Sort, tuple[Words, Tone]] = {
    "reward": (Words(zh="奖励", en="reward"), "good"),
    "penalty": (Words(zh="处罚", en="penalty"), "bad"),
}
_COLUMNS = (
    Words(zh="建议", en="proposal"),
    Words(zh="岗位", en="post"),
    Words(zh="指标", en="figure"),
    Words(zh="数值", en="value"),
    Words(zh="界限", en="bound"),
    Words(zh="样本", en="n"),
    Words(zh="单号", en="case"),
)


def proposals_page(taken: Taken, found: Sequence[Proposed], *, opened: bool) -> Page:
    """The result of `kpi propose`; `opened` says whether cases were opened, or only looked for."""
    table = Table(_COLUMNS, tuple(_row(taken, each) for each in found), wrap=frozenset({1, 2}))
    blocks = (Heading(taken.period.title), table, Rule(), *_said(found, opened=opened))
    return Page(blocks, _data(taken, found, opened=opened))


def _row(taken: Taken, each: Proposed) -> tuple[Cell, ...]:
    crossing = each.crossing
    words, tone = _SORTS[crossing.sort]
    kpi = crossing.figure.kpi
    value = crossing.reckoned.value
    return (
        Toned(words, tone),
        post_titles(taken.bundle, (crossing.post,))[0],
        kpi.title,
        None if value is None else with_unit(kpi, value),
        with_unit(kpi, crossing.bound),
        crossing.reckoned.counted,
        Words(zh="上无审批人", en="nobody above") if each.undecidable else each.case,
    )


def _said(found: Sequence[Proposed], *, opened: bool) -> Iterator[Block]:
    new = sum(each.case is not None and not each.before for each in found)
    if opened:
        words = Words(
            zh="新开 {new} 张奖惩建议，{before} 张早已开过；都要审批才算数",
            en="{new} proposals opened, {before} had been before; none counts until it is approved",
        ).fill(new=new, before=sum(each.before for each in found))
        yield Line(words)
        return
    waiting = sum(each.case is None and not each.undecidable for each in found)
    words = Words(zh="越过界限 {n} 项，其中 {waiting} 项尚未提出", en="{n} bounds crossed, {waiting} not proposed yet")
    yield Line(words.fill(n=len(found), waiting=waiting))
    if waiting:
        yield Hint(
            Words(
                zh="只看未写；加 --open 开单报批", en="nothing was written: --open opens a case for each, to be decided"
            )
        )


def _data(taken: Taken, found: Sequence[Proposed], *, opened: bool) -> dict[str, object]:
    return {
        "period": taken.period.name,
        "policy": taken.bundle.digest,
        "opened": opened,
        "proposals": [
            {
                "sort": each.crossing.sort,
                "post": each.crossing.post,
                "figure": each.crossing.figure.id,
                "value": each.crossing.reckoned.value,
                "bound": each.crossing.bound,
                "denominator": each.crossing.reckoned.counted,
                "unproven": each.crossing.reckoned.unproven,
                "case": each.case,
                "new": each.case is not None and not each.before,
                "undecidable": each.undecidable,
            }
            for each in found
        ],
    }


def kept_words(name: str, seq: int, *, before: bool) -> Words:
    """What `kpi keep` says of a period."""
    if before:
        words = Words(
            zh="{name} 的指标早已留存（第 {seq} 条），与现在算的一致",
            en="the figures of {name} had been kept (entry {seq}), and come out the same",
        )
    else:
        words = Words(zh="{name} 的指标已留存（第 {seq} 条）", en="the figures of {name} are kept (entry {seq})")
    return words.fill(name=same(name), seq=seq)
