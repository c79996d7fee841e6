"""The end of a case, from which every period of keeping runs, and the next one of a family that comes back."""
