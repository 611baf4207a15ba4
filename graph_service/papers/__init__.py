"""Papers about a case: the disclosure candidates and the panel pack. Pure: a case file in, bytes out."""
