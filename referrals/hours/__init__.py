"""Hours with families: planned, held, missed, handed in, corrected."""
