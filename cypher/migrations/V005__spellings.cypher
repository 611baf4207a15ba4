// Records are found by what is stored of their spelling, folded by the service, and no longer by their columns. What only the cleared may
// see has a field of its own. The service fills both in for records that were stored before (graph_service/migrations.py).

DROP INDEX record_text IF EXISTS;
CREATE FULLTEXT INDEX record_text IF NOT EXISTS
FOR (n:Person|Address|School|Organisation|Offence|Account|Source|Order|State)
ON EACH [n.spellings, n.closed_spellings]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
