"""The way of a family from first contact to the end of help."""
