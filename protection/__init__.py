"""Mechanisms that protect personal data: keys, envelopes, labels, the second wall, paper."""
