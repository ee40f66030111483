"""Floor 2: stores and ledgers: taking in, drawing, giving back, writing off, counting, undoing, and looking."""
