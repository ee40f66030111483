"""Programmes: what falls due again and again, when, and for which things."""
