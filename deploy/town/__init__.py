"""A synthetic town: reference files, a sampler of families and hand-written stories, no database."""
