"""Floor 5: words become values, one use case is called, its result is rendered."""
