"""How a case reads: the words that pages, pictures, papers and terminal share."""
