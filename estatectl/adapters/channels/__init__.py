"""Floor 3: the channels over which notices leave: the outbox file, and Apprise for everything beyond this machine."""
