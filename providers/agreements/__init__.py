"""What was agreed with a provider: which help, for whom, from when to when."""
