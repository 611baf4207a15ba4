// ---
// id: own_children
// description: his children by birth or adoption, and those he is a step-parent or foster parent of now
// ---
WITH *, COLLECT {
    MATCH (o)-[parent:PARENT_OF]->(own:Person)
    WHERE hinders(parent) AND CASE WHEN coalesce(parent.role, 'BIRTH') IN ['BIRTH', 'ADOPTIVE'] THEN begun(parent) ELSE current(parent) END
    RETURN DISTINCT own
  } AS own_children
