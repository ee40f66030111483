"""Floor 5: the entry point, `estatectl` and `python -m estatectl`."""

from __future__ import annotations

import gc
import sys

from estatectl.cli.main import run


def main() -> None:
    """Run the command line and leave with its exit status."""
    # One command makes much and throws little away before it ends: collecting garbage early is time at the desk.
    gc.set_threshold(100_000, 50, 50)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
