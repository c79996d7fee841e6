"""What a family is told about its data, which version of it, and when (GDPR Art. 13 and 14, SGB X § 82)."""
