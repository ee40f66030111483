"""The lexicon: from a text as people write it to what it means."""
