"""Simulations: what is made up, how it is played, and that the same dice play the same days."""
