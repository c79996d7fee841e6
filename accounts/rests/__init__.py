"""Roles that rest: whoever comes in on a slip reads families only when somebody else knows who came."""
