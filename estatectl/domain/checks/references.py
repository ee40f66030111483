"""References between documents: every name used must be defined somewhere in the set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from estatectl.domain.problems import Place, Problem, did_you_mean
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.words import Words


@dataclass(frozen=True, slots=True)
class Reference:
    """A name used at a place, and the vocabulary in which it must be found (marked `x-refers` in the schema)."""

    vocabulary: str
    name: str
    place: Place


def check_references(
    references: tuple[Reference, ...], vocabulary: Vocabulary, lost: frozenset[str]
) -> Iterator[Problem]:
    """EST-304, EST-305: names that nothing defines. Vocabularies that are `lost` are not judged."""
    for reference in references:
        known = vocabulary.get(reference.vocabulary, ())
        if reference.vocabulary in lost or reference.name in known:
            continue
        code = "EST-304" if reference.vocabulary == "clauses" else "EST-305"
        words = Words(zh="没有叫“{name}”的{thing}", en="there is no {thing} '{name}'").fill(
            name=reference.name, thing=_THINGS.get(reference.vocabulary, Words(zh="名称", en="such thing"))
        )
        yield Problem(code, words, reference.place, did_you_mean(reference.name, known))


_THINGS = {
    "clauses": Words(zh="条款", en="clause"),
    "departments": Words(zh="部门", en="department"),
    "posts": Words(zh="岗位", en="post"),
    "skills": Words(zh="技能", en="skill"),
    "zones": Words(zh="区域", en="zone"),
    "asset_classes": Words(zh="设备类别", en="asset class"),
    "assets": Words(zh="设备", en="asset"),
    "stores": Words(zh="仓库", en="store"),
    "checkpoints": Words(zh="巡更点", en="checkpoint"),
    "routes": Words(zh="巡查路线", en="route"),
    "cameras": Words(zh="摄像头", en="camera"),
    "pools": Words(zh="泳池", en="pool"),
    "concepts": Words(zh="概念", en="concept"),
    "calendars": Words(zh="日历", en="calendar"),
    "paths": Words(zh="升级路径", en="escalation path"),
    "checklists": Words(zh="检查表", en="checklist"),
    "tables": Words(zh="判定表", en="decision table"),
    "workflows": Words(zh="流程", en="workflow"),
    "registers": Words(zh="登记簿", en="register"),
    "programmes": Words(zh="巡查计划", en="programme"),
    "controls": Words(zh="控制点", en="control"),
    "kpis": Words(zh="指标", en="figure"),
    "plans": Words(zh="应急预案", en="emergency plan"),
    "channels": Words(zh="通知渠道", en="channel"),
    "correlations": Words(zh="关联规则", en="correlation"),
    "items": Words(zh="检查项", en="checklist item"),
}
