"""The key-encryption key: changing it, and proving that it is still at hand."""
