"""A session that is locked because nobody showed themselves for a while; it is not signed out."""
