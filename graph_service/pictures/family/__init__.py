"""The family picture."""
