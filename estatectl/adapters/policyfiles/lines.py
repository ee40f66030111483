"""Floor 3: where the lines of a policy file break."""

from __future__ import annotations

import re

LINE_BREAK = re.compile(r"\r\n|\r|\n")
