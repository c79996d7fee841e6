"""A provider's month: who entered how much, who is missing, what waits to be handed in."""
