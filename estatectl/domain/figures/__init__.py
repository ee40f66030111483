"""Figures: what is measured over a period, how it is counted, and what it came to."""
