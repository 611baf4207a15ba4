"""Facts and decisions recorded one at a time."""
