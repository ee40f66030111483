"""The pages about rounds."""
