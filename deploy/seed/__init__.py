"""Makes an example town, through the same deeds that people do."""
