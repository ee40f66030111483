"""Rounds: one occurrence of a programme and what became of it; patrols along their routes."""
