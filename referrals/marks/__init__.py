"""Marks on what is kept: disputed, corrected, restricted (SGB X § 84, GDPR Art. 16 and 18)."""
