"""A case as a viewer may see it: its reader, its file, what if."""
