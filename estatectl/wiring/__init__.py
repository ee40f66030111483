"""Floor 4: the composition root, the only package that knows all adapters."""
