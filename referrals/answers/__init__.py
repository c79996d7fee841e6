"""What providers answer to an enquiry, and the questions between."""
