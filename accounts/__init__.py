"""People who sign in, and the actor they act as."""
