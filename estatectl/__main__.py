"""Floor 5: the entry point, `estatectl` and `python -m estatectl`."""

from __future__ import annotations

import sys

from estatectl.cli.main import run


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
