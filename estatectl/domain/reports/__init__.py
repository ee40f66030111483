"""A report as values, before any format: what was measured, what is to be done, and the record behind it."""
