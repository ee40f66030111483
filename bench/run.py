"""`make bench`: every figure in one run, as ratios where a figure alone would only tell of the machine."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

PARTS = ("start_up", "moves", "decisions", "journal")


def main() -> None:
    here = Path(__file__).resolve().parent
    sys.path.insert(0, str(here.parent))
    for part in PARTS:
        print(f"\n== {part.replace('_', ' ')} ==", flush=True)
        sys.argv = [part]
        runpy.run_path(str(here / f"{part}.py"), run_name="__main__")


if __name__ == "__main__":
    main()
