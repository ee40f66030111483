"""The commands about registers."""
