"""The shared care plan: views, goals, steps, signatures, versions."""
