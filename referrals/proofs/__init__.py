"""The monthly proof: one page on paper about how the trail stands."""
