"""Families: their file, their people, where they live, who is responsible."""
