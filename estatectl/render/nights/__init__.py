"""A night's check in words, for people and for programs."""
