"""Roles that the administration wants to give and another person confirms first."""
