// Which relationships would count if every weak one were trusted: all that are not refuted. Stored, so that a question chooses between it and `usable`.

MATCH ()-[r]->() WHERE r.status IS NOT NULL AND r.heeded IS NULL
CALL (r) { SET r.heeded = r.status <> 'REFUTED' } IN TRANSACTIONS OF 10000 ROWS;
