"""Coming in with the account that the town gives its people; bound once, never matched by name."""
