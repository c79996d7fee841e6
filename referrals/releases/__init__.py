"""What leaves the house: looked through for protected values, and written so that a recipient may have it."""
