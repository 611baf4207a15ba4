"""The store: its driver, its statements, its schema."""
