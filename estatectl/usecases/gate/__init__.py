"""Who and what comes in and goes out: presences, names at the gate, and the gate's own page."""
