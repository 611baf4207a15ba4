"""How fast the service is, measured against the raw Neo4j driver: `python -m bench`, or `make bench`.

measure.py   what a round yields, and medians over interleaved rounds
surroundings.py  the bundle, the local Neo4j and the service's own process, as long as they are needed
questions.py the two questions, as GraphQL and as the statement that answers it
worker.py    the process that asks: over HTTP, or the driver
reads.py     G1, G2, G3
imports.py   G5
names.py, search.py  G9, and how many known answers a search finds
report.py    the table, for people and for programs
"""
