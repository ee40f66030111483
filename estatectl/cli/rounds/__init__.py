"""The commands about rounds."""
