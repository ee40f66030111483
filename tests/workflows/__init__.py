"""Workflows as policy: the checks that hold them together."""
