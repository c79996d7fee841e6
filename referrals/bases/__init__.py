"""On what ground something may be told: law, consent, or release from secrecy."""
