"""Code lists and types of help, with their years of validity."""
