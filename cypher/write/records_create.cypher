// ---
// id: records_create
// placeholder: RECORD_KIND
// description: new records of one kind
// parameters: [rows]
// ---
UNWIND $rows AS row
CREATE (n:Record:RECORD_KIND)
SET n = row, n.location = point({longitude: row.longitude, latitude: row.latitude})
