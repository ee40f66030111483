"""Importing cases in bulk."""
