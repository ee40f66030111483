"""An estate lived in for some days, as data: what happens, who works on it, what is invented. Nothing here acts."""
