"""First contact: what was told, by whom, how urgent, and what became of it."""
