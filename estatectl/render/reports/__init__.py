"""Floor 3: reports and nights as files: pages for people, documents for machines."""
