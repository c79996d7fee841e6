"""What was confided to one person (SGB VIII § 65): sealed for that person, not for the office."""
