"""What somebody says is wrong, and what is not used any more (GDPR Art. 16 and 18, SGB X § 84)."""
