"""What a year of a provider costs, how many hours it holds, and where they went."""
