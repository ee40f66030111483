"""How the gate is shown."""
