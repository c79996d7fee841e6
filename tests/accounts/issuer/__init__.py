"""An issuer of identities for tests: the sign-in package's own identity provider, on this machine only."""
