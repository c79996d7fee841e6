"""Somebody asks what the office keeps about them (Art. 15 GDPR, SGB X § 83): the request and its way."""
