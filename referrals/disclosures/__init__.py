"""What one provider is told about a family after it was chosen."""
