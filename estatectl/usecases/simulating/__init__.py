"""Playing a simulation in an estate: through the use cases that people go through, at given instants."""
