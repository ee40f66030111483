"""Notices as policy sends them out: over which channels, to whom, when, and in whose language. Domain floor."""
