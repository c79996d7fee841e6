"""Letting people in and out: the administration everybody, a provider's coordinators their own people."""
