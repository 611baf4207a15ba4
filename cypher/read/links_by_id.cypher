// ---
// id: links_by_id
// description: those of these relationships (id and the id of the record where each starts) that the view and the viewer see, refuted or not
// parameters: [rows]
// ---
UNWIND $rows AS row
MATCH (:Record {id: row[1]})-[r]->()
WHERE r.id = row[0] AND known(r)
RETURN collect(link(r)) AS links
