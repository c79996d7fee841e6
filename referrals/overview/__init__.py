"""A family in one look: the sheets of everything that concerns it, and the lists that lead there."""
