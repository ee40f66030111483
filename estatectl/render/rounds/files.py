"""Floor 3: what became of the rounds of a file: each as if it had been typed, then the counts; bad ones by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from estatectl.domain.bundle import Bundle
from estatectl.domain.words import Words, same
from estatectl.render.page import Block, Hint, Page, Pairs, Rule
from estatectl.render.rounds.outcomes import recorded_page
from estatectl.usecases.rounds.files import HandedIn
from estatectl.usecases.rounds.views import RoundView


def handed_in_page(
    bundle: Bundle, done: HandedIn, views: Sequence[RoundView], told: Sequence[Sequence[str]], since: int
) -> Page:
    """Status 1 where records were refused. `views` and `told` are of the recorded rounds, in their order; `since` is
    the journal's last entry before."""
    pages = [
        recorded_page(bundle, view, each, names, since)
        for each, view, names in zip(done.recorded, views, told, strict=True)
    ]
    blocks: list[Block] = []
    for page in pages:
        blocks += [*page.blocks, Rule()]
    blocks.append(Pairs(tuple(_counts(done))))
    if done.known:
        words = Words(zh="以前已记录的：{list}", en="recorded before: {list}")
        blocks.append(Hint(words.fill(list=same(", ".join(done.known)))))
    if done.refused:
        words = Words(
            zh="改好文件再交一次即可，已记录的不会重复", en="mend the file and hand it in again: nothing doubles"
        )
        blocks.append(Hint(words))
    return Page(tuple(blocks), _data(done, [page.data for page in pages]), 1 if done.refused else 0, done.problems)


def _counts(done: HandedIn) -> Iterator[tuple[Words, int]]:
    yield Words(zh="已记录", en="recorded"), len(done.recorded)
    if done.known:
        yield Words(zh="以前已记录", en="recorded before"), len(done.known)
    if done.repeated:
        yield Words(zh="文件内重复", en="twice in the file"), done.repeated
    yield Words(zh="未记录", en="refused"), len(done.refused)


def _data(done: HandedIn, recorded: Sequence[object]) -> dict[str, object]:
    return {
        "recorded": list(recorded),
        "known": list(done.known),
        "repeated": done.repeated,
        "refused": [
            {"line": each.record.place.line, "codes": [problem.code for problem in each.problems]}
            for each in done.refused
        ],
    }
