"""`make bench`: every figure in one run, as ratios where a figure alone would only tell of the machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PARTS = ("start_up", "moves", "decisions", "journal", "rounds", "nights")


def main() -> int:
    """Each part in a process of its own: one part's memory and imports are not another's figures."""
    root = Path(__file__).resolve().parent.parent
    for part in PARTS:
        print(f"\n== {part.replace('_', ' ')} ==", flush=True)
        done = subprocess.run([sys.executable, "-m", f"bench.{part}"], cwd=root, check=False)
        if done.returncode != 0:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
