"""Floor 3: the outbox as people read it."""
