"""Figures of a day, a week or a month, from what was known when it ended. Floor 2."""
