"""The night check: what was known at the end of a day, held against the controls. Floor 2."""
