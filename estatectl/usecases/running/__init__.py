"""Floor 2, room for what runs by itself: the schedule, the heartbeat, copies of the journal, the state of health."""
