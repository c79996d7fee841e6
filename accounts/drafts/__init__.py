"""Text that somebody typed and that no deed has taken yet."""
