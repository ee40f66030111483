"""Registers: ledgers of typed lines that are corrected or voided, never overwritten."""
