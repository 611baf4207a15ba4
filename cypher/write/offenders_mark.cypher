// ---
// id: offenders_mark
// description: mark people who are managed as offenders
// parameters: [ids]
// ---
UNWIND $ids AS id
MATCH (n:Record {id: id})
SET n:Offender
