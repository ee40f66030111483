"""Emergency plans: what is done at once, by whom and by when. Domain floor."""
