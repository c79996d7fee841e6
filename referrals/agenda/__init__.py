"""Today: the first page of everyone, made from what waits."""
