"""What was said and seen, noted in twenty seconds."""
