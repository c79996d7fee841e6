"""On the telephone: what may be said to whom about a family, in one line per person."""
