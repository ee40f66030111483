"""Floor 3: results become tables, JSON and text; blind to the adapters."""
