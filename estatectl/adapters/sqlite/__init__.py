"""Floor 3: the journal in one SQLite file, for one estate on one machine."""
