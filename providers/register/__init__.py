"""Who helps in this town: spaces, streets, code lists, providers and their carriers."""
