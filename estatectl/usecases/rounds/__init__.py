"""Rounds: they appear, are recorded or missed, and what follows."""
