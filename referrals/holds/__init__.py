"""Reasons for which a file is kept although its period is over: a court, a claim, an audit (DP-92)."""
