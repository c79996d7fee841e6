"""Numbers without people: coded facts become tables, and tables are protected before anyone sees them."""
