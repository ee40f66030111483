"""What runs by itself: the schedule, the heartbeat, locks, the log, copies, the state of health."""
