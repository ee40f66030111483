"""Registers: lines are written, corrected, confirmed, given back, voided, handed in and out, and forgotten."""
