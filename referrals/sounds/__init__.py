"""How a surname sounds."""
