"""Rounds: a year of all default programmes reckoned and judged, and whether a tick costs more where many rounds lie.

The year is reckoned twice: for the sample estate as it is, and for one whose equipment comes to 1,000 pieces.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from bench.start_up import house_of
from estatectl.adapters.policyfiles.loading import load_bundle
from estatectl.domain.bundle import Bundle
from estatectl.domain.checklists.readings import Answered, examine, sheet_for
from estatectl.domain.place.site import Site
from estatectl.domain.programmes.occurrences import (
    Frame,
    Occurrence,
    all_scheduled,
    following,
    is_event,
    is_rolling,
    subjects_of,
)
from estatectl.usecases.house import House
from estatectl.usecases.ports import RoundQuery
from estatectl.usecases.rounds.ticking import tick_rounds
from estatectl.wiring.founding import found_estate
from estatectl.wiring.places import packaged

MANY = 1_000
TICKS = 9


def year_of(bundle: Bundle, site: Site, year: int) -> Iterator[Occurrence]:
    """Every occurrence of every programme in a year, as if each rolling one were done on its day."""
    frame = Frame(zone=bundle.estate.zone, calendars=bundle.calendars, site=site)
    first, last = (datetime(each, 1, 1, tzinfo=frame.zone) for each in (year, year + 1))
    last -= timedelta(days=2)  # what falls due on the last day may need the holidays of the year after
    for programme in bundle.programmes.values():
        if is_rolling(programme):
            for subject in subjects_of(programme, site):
                found = following(programme, frame, subject, first)
                while found.nominal < last:
                    yield found
                    found = following(programme, frame, subject, found.nominal)
        elif not is_event(programme):
            yield from all_scheduled(programme, frame, first, last)


def grown(site: Site) -> Site:
    """The same site with its equipment repeated until there are 1,000 pieces."""
    assets = islice(cycle(site.assets.values()), MANY)
    named = (replace(asset, id=f"{asset.id}_{number}") for number, asset in enumerate(assets))
    return replace(site, assets={asset.id: asset for asset in named})


def judged(found: Iterator[Occurrence]) -> tuple[int, int, int]:
    """How many occurrences, and how many of them done late or missed, where every 20th is an hour behind its due."""
    count = late = missed = 0
    for count, each in enumerate(found, 1):
        done = each.due + timedelta(hours=1) if count % 20 == 0 else each.opens
        late += each.due < done <= each.closes
        missed += done > each.closes
    return count, late, missed


def the_year(bundle: Bundle) -> None:
    print(f"{'assets':>8}{'occurrences':>14}{'late':>8}{'missed':>8}{'seconds':>10}{'a second':>12}{'memory':>10}")
    for site in (bundle.site, grown(bundle.site)):
        started = time.perf_counter()
        count, late, missed = judged(year_of(bundle, site, 2026))
        took = time.perf_counter() - started
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told = f"{len(site.assets):>8,}{count:>14,}{late:>8,}{missed:>8,}{took:>10.2f}{count / took:>12,.0f}"
        print(f"{told}{memory:>7.0f} MB")


def the_sheets(bundle: Bundle) -> None:
    """Whole sheets, everything in order, judged."""
    names = [each.checklist for each in bundle.programmes.values() if each.checklist is not None]
    sheets = [sheet_for(bundle.checklists[name], bundle.site, None) for name in names]
    lines, started = 0, time.perf_counter()
    for sheet in sheets:
        lines += len(sheet.items)
        examine(sheet, Answered(answers={}, all_in_order=True))
    took = time.perf_counter() - started
    print(f"\nsheets judged: {len(sheets)} with {lines:,} lines, {lines / took:,.0f} lines a second")


def the_ticks() -> None:
    """A tick with nothing due, and one that brings one round, in young and old journals."""
    print(f"\n{'days planned':>13}{'rounds':>9}{'entries':>9}{'nothing due':>14}{'an hour due':>14}{'rounds':>8}")
    quiet: list[float] = []
    for days in (1, 8):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "estate"
            found_estate(folder)
            house = house_of(folder)
            house = replace(house, actor="system", now=datetime(2026, 5, 6, tzinfo=house.bundle.estate.zone))
            tick_rounds(house)
            for _ in range(days * 24):
                house = replace(house, now=house.now + timedelta(hours=1))
                tick_rounds(house)
            nothing = median(_seconds(house) for _ in range(TICKS))
            quiet.append(nothing)
            later = replace(house, now=house.now + timedelta(hours=1))
            started = time.perf_counter()
            appeared = tick_rounds(later).appeared
            hour = time.perf_counter() - started
            rounds = len(house.journal.rounds(RoundQuery()))
            entries = house.journal.head()[0]
            print(f"{days:>13}{rounds:>9,}{entries:>9,}{nothing * 1000:>11.2f} ms{hour * 1000:>11.0f} ms{appeared:>8}")
    print(f"nothing due, old journal to young: {quiet[-1] / quiet[0]:.2f}")


def _seconds(house: House) -> float:
    started = time.perf_counter()
    tick_rounds(house)
    return time.perf_counter() - started


def main() -> None:
    bundle = load_bundle(packaged("policies"), cache=None)
    the_year(bundle)
    the_sheets(bundle)
    the_ticks()


if __name__ == "__main__":
    main()
