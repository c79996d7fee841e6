"""Hand-given exceptions: who was let in to a family until a day, by whom, and why."""
