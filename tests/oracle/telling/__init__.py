"""Whom to consider telling: section 4 of the rules."""
