"""The duplicate check over the whole town: whether somebody may be known already, and whom to ring."""
