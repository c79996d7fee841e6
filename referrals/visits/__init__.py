"""A carer's visits: planned, held, missed, called off."""
