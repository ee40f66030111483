"""Staffing: certificates, leave, rotations, swaps, and whether the roster covers what must be covered."""
