"""Values and words of the field: nothing below them."""
