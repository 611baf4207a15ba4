// ---
// id: own_children
// description: his own children who are children still, by birth or adoption, or while he is their step-parent or foster parent
// ---
WITH *, COLLECT {
    MATCH (o)-[parent:PARENT_OF]->(own:Person)
    WHERE blocks(parent) AND CASE WHEN coalesce(parent.role, 'BIRTH') IN ['BIRTH', 'ADOPTIVE'] THEN begun(parent) ELSE current(parent) END
    WITH DISTINCT own
    WHERE is_child(own)
    RETURN own
  } AS own_children
