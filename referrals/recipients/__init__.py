"""Who knows what about a family: what was told, which care plans are read, and what ends when."""
