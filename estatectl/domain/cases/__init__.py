"""Cases: the workflows they follow, their history, their clocks and whom these call."""
