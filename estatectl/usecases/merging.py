"""Merging a repeat into the request it repeats: the earliest start and the strictest promises live on."""

from __future__ import annotations

from estatectl.domain.cases.case import Case
from estatectl.domain.cases.clock_runs import merge_targets
from estatectl.domain.entries import Json
from estatectl.domain.problems import Refused
from estatectl.domain.words import Words
from estatectl.usecases.desk import Desk
from estatectl.usecases.settling import stamp


def merge_into(desk: Desk, repeat: Case, into: str, *, actor: str) -> Case:
    """Link a merged case and the one that goes on, and hand its start and promises over."""
    kept = desk.case(into)
    workflow = desk.workflow(kept)
    if kept.id == repeat.id or kept.workflow != repeat.workflow or workflow.stage(kept.stage).final:
        words = Words(zh="{id} 不能并入 {into}", en="{id} cannot be merged into {into}").fill(
            id=repeat.id, into=kept.id
        )
        hint = Words(zh="只能并入同一类、仍在办的另一件", en="only into another open one of the same kind")
        raise Refused.one("EST-429", words, hint=hint)
    since = min(kept.since or kept.opened_at, repeat.since or repeat.opened_at)
    desk.record(repeat, "linked", {"relation": "merged_into", "other": kept.id}, actor=actor)
    data: dict[str, Json] = {"relation": "merged", "other": repeat.id, "since": stamp(since)}
    kept = desk.record(kept, "linked", data, actor=actor)
    before = [each[-1] for each in kept.targets.values()]
    strict = merge_targets(before, [each[-1] for each in repeat.targets.values()], since, desk.house.bundle.calendars)
    changed = {target.clock: target.as_data() for target in strict if target not in before}
    if changed:
        kept = desk.record(kept, "targeted", {"targets": changed, "proofs": {}}, actor=actor)
    desk.save(kept)
    return kept
