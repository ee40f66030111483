"""Floor 5: `estatectl stock`: what is in store, and everything that moves it."""
