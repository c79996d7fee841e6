"""The trail of deeds and readings, and the machinery that makes it impossible to bend; knows no people."""
