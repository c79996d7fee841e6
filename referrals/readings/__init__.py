"""Pages over the trail: for the officer all of it, for everyone their own readings."""
