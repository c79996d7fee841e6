"""The office's decisions about helps: proposed by one, released by another."""
