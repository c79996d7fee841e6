"""By which right somebody reads a family, and readings that nothing explains."""
