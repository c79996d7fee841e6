"""What people leave behind when they go or move, and handing it to a colleague at once."""
