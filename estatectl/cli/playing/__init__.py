"""Playing a scenario in an estate."""
