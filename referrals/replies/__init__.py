"""Answers to people who ask what is kept: looked through by a second person, frozen, handed out."""
