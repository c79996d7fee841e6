"""What waits for the people who work with families, gathered from everything below."""
