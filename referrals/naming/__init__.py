"""Finding what names a family, before a text leaves the house."""
