"""What waits at a provider: enquiries, families without anybody who goes there, months."""
