"""Who was told what: the list of recipients that a family takes home (GDPR Art. 15 (1) c, Art. 19)."""
