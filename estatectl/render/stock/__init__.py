"""Floor 3: the stock as people see it."""
