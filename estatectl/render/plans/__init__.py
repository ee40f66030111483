"""Emergency plans as people see them. Floor 3."""
