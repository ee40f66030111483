"""Floor 2: one file per noun: read, decide, append. `ports.py` says what is needed."""
