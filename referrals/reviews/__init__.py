"""Looking at care plans again: ratings, points for the next meeting, the next version, overdue reviews."""
