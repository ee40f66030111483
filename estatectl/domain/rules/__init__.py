"""Rules: conditions over facts, decision tables, and what belongs together."""
