"""What a day, a week or a month came to: read from what had reached the journal when it ended. Floor 2."""
