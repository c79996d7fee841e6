"""What an answer shows and what it blackens: collected once, proposed by rules, decided by a person."""
