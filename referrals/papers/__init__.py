"""Care plans on paper: asked for on a page, made by the worker, kept in an envelope."""
