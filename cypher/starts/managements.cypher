// ---
// id: managements
// description: the rows by which the offender is or was managed, latest first
// ---
WITH *, COLLECT {
    MATCH (o)-[:MANAGED_AS]->(row:Management)
    WITH state(row) AS management
    WHERE management IS NOT NULL
    RETURN management {.category, .level, .lead_agency, .managed_from, .managed_to, .sentenced_on, .released_on, .release_planned_on}
    ORDER BY management.managed_from DESC, management.category
  } AS managements
