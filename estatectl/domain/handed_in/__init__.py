"""Files that somebody hands in: their rows, and what the columns mean."""
