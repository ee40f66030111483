"""Domain floor, room for what runs by itself: the jobs that the clock calls, and what became of each."""
