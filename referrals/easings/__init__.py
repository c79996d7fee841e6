"""What lets somebody know more of a protected address: it takes two people, and ends by itself."""
