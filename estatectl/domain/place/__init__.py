"""The place: buildings, zones, equipment, and finding them by address."""
