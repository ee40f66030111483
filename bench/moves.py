"""Moves in one process: how many a second, each durable, and whether a long journal makes them slower."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.start_up import estate_with, house_of
from estatectl.usecases.moving import make_move
from estatectl.usecases.ticking import tick
from estatectl.usecases.weighing import Wish

SIZES = (1_000, 10_000, 100_000)
MOVES = 200


def main() -> None:
    print(f"{'entries':>10}{'moves/s':>10}{'ms a move':>12}{'tick, nothing due':>20}")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "estate"
            estate_with(folder, size)
            seconds = [_one_move(folder, number) for number in range(MOVES)]
            house = house_of(folder)
            started = perf_counter()
            tick(replace(house, now=house.now + timedelta(minutes=1)))
            ticked = perf_counter() - started
        each = median(seconds)
        print(f"{size:>10,}{1 / each:>10.0f}{each * 1000:>12.2f}{ticked * 1000:>17.2f} ms")


def _one_move(folder: Path, number: int) -> float:
    """Seconds of one move: the owner of one of eight open requests chases it."""
    house = house_of(folder)
    started = perf_counter()
    make_move(house, Wish(case=f"R-{1 + number % 8}", move="chase", given={"note": "请尽快"}))
    return perf_counter() - started


if __name__ == "__main__":
    main()
