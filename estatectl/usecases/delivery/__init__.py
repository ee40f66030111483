"""Delivery: routing notices to channels, sending them, trying again, and what to do with those that never arrive."""
