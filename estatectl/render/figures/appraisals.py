"""The figures of posts, each with what it stands on; a total only where policy weighs every one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from estatectl.domain.figures.appraisal import Appraisal
from estatectl.domain.figures.appraisal import Line as Appraised
from estatectl.domain.figures.figure import against
from estatectl.domain.figures.kpi import By
from estatectl.domain.figures.reckoning import Member
from estatectl.domain.words import Words, same
from estatectl.render.figures.wording import counted_cell, reckoned_data, result_cell, target_words, value_cell
from estatectl.render.page import Block, Cell, Heading, Hint, Line, Page, Rule, Table, Toned
from estatectl.usecases.figures.taking import Taken

_SHOWN = 3
_SCOPES = {
    None: Words(zh="全部", en="whole"),
    By.DEPARTMENT: Words(zh="本部门", en="department"),
    By.POST: Words(zh="本岗位", en="own"),
}
_COLUMNS = (
    Words(zh="指标", en="figure"),
    Words(zh="口径", en="of"),
    Words(zh="数值", en="value"),
    Words(zh="目标", en="target"),
    Words(zh="结果", en="result"),
    Words(zh="样本", en="n"),
    Words(zh="权重", en="weight"),
    Words(zh="不利的依据", en="what speaks against"),
)


def appraisals_page(taken: Taken, found: Sequence[Appraisal]) -> Page:
    """The result of `kpi appraisal`."""
    blocks: list[Block] = [Heading(taken.period.title), Rule()]
    for each in found:
        blocks += [*_one(each), Rule()]
    if found:
        words = Words(
            zh="依据全部编号：estatectl kpi show 指标 --all，或 --format json",
            en="every number behind it: estatectl kpi show FIGURE --all, or --format json",
        )
        blocks.append(Hint(words))
    else:
        blocks.append(Line(Words(zh="没有与岗位相关的指标", en="no figure concerns any post")))
    return Page(tuple(blocks), _data(taken, found))


def _one(appraisal: Appraisal) -> Iterator[Block]:
    yield Heading(appraisal.post.title)
    rows = tuple(_row(line) for line in appraisal.lines)
    yield Table(_COLUMNS, rows, wrap=frozenset({0, 3, 7}))
    silent = sum(not line.says for line in appraisal.lines)
    if appraisal.score is None:
        words = Words(
            zh="不算总分：没有可判的指标，或有的没有权重",
            en="no total: nothing to judge by, or a figure without a weight",
        )
        yield Line(words, "faint")
    else:
        words = Words(
            zh="按权重达标 {score}%（{silent} 项无数据、样本太少或无目标，未计入）",
            en="targets met by weight: {score}% ({silent} left out: no data, too few, or no target)",
        )
        yield Line(words.fill(score=same(str(appraisal.score)), silent=silent))


def _row(line: Appraised) -> tuple[Cell, ...]:
    kpi, reckoned = line.figure.kpi, line.reckoned
    if reckoned is None:
        nothing = Toned(Words(zh="无数据", en="no data"), "faint")
        return kpi.title, _SCOPES[line.by], None, target_words(kpi), nothing, 0, kpi.weight, None
    return (
        kpi.title,
        _SCOPES[line.by],
        value_cell(kpi, reckoned),
        target_words(kpi),
        result_cell(reckoned),
        counted_cell(reckoned),
        kpi.weight,
        _ids(_against(line)),
    )


def _against(line: Appraised) -> tuple[Member, ...]:
    """What speaks against it, and what nobody can prove."""
    return (*against(line.figure.kpi, line.members), *(each for each in line.members if each.good is None))


def _ids(members: Sequence[Member]) -> Cell:
    if not members:
        return None
    named = ", ".join(each.subject.id for each in members[:_SHOWN])
    if len(members) <= _SHOWN:
        return same(named)
    words = Words(zh="{named} 等 {n} 个", en="{named} … {n} in all")
    return words.fill(named=same(named), n=len(members))


def _data(taken: Taken, found: Sequence[Appraisal]) -> dict[str, object]:
    return {
        "period": taken.period.name,
        "partial": taken.period.partial,
        "as_of": taken.period.end,
        "policy": taken.bundle.digest,
        "posts": [
            {
                "post": each.post.id,
                "title": each.post.title,
                "score": each.score,
                "figures": [_line_data(line) for line in each.lines],
            }
            for each in found
        ],
    }


def _line_data(line: Appraised) -> dict[str, object]:
    return {
        "id": line.figure.id,
        "of": "whole" if line.by is None else line.by.value,
        "weight": line.figure.kpi.weight,
        "result": None if line.reckoned is None else reckoned_data(line.reckoned),
        "against": [_member_data(each) for each in _against(line)],
        "members": [each.subject.id for each in line.members],
    }


def _member_data(member: Member) -> dict[str, object]:
    return {"id": member.subject.id, "good": member.good, "entries": list(member.subject.evidence)}
