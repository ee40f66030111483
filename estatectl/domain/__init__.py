"""Floor 1: frozen values and pure functions; `now` is always an argument."""
