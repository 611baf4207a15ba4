"""How names are spelt: what is stored of them to be found by, what is asked, and how like the two are. Pure.

folding.py   a text as plain words, and words run together
sounds.py    how a word sounds
variants.py  names that stand for each other
stored.py    what is stored of a record to find it by
asking.py    the words of a question, and the question for the full-text index
likeness.py  how like a record's names are to what is asked
"""
