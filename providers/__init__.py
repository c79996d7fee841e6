"""Organisations that help: who they are, what was agreed, what it costs."""
