"""What people learn of the scanner on their first page: what it took away, and that it does not answer."""
