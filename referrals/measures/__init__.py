"""The one immediate measure that somebody may take who must not work on the matter (SGB X § 16 (3))."""
