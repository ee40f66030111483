"""Calendars: which hours count on which day."""
