"""Certificates, leave, rotations, swaps, and the gaps of a roster."""
