"""Floor 3: policies as YAML files: found, read with every character placed, checked against schemas, kept compiled."""
