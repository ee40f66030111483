"""Floor 3: the blocks of a section as a page lays them out: neighbouring charts stand side by side."""

from __future__ import annotations

from itertools import groupby

from estatectl.domain.reports.report import Block, Chart, Section


def runs_of(section: Section) -> list[list[Block]]:
    """The blocks in order, neighbouring charts together, everything else alone."""
    return [list(run) for _, run in groupby(section.blocks, lambda block: isinstance(block, Chart) or id(block))]
