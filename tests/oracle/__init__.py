"""The rules of findings written a second time, in plain Python over networkx, to compare the service with."""
