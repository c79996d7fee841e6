"""Photographs and files that lie in a family's file or beside the plan of a help."""
