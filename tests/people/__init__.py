"""Staff, roster and outbox, and the journal as its keeper sees it."""
