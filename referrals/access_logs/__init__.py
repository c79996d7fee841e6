"""The access log of one family: one person asks, another agrees, the result is frozen as paper."""
