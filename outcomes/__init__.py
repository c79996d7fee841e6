"""Numbers without people: coded facts become tables, protected before anyone sees them."""
