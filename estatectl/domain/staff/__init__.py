"""Staff: departments and posts, people and their shifts."""
