"""What the office decided, as far as whoever writes notices and pays has to know it."""
