"""Floor 3: policy files, journals, rule engines, notices, spreadsheets and the clock."""
