"""What waits for release, what was released, what was given back."""
