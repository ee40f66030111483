"""Checklists: their items, the answers they take, and judging what was handed in."""
