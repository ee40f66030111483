"""Controls: statements that must hold, over whom they are made, and what a night's check says of them."""
