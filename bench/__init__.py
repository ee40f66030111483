"""Figures, not tests: what the command costs, as ratios of one run."""
