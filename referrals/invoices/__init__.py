"""The hours of a provider for its invoice: a neutral key, who worked, minutes; never a family."""
