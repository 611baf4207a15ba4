// ---
// id: parents_stored
// description: the parents of these people, theirs, and so on for ten generations, as child, parent and relationship, in one row
// parameters: [ids, last_instant]
// ---
UNWIND $ids AS id
MATCH (:Record {id: id}) (()<-[step:PARENT_OF WHERE step.known_to = $last_instant AND step.status <> 'REFUTED' AND NOT coalesce(step.role, '') = 'STEP']-()){1,10} ()
UNWIND step AS one
WITH DISTINCT one
RETURN collect([endNode(one).id, startNode(one).id, one.id]) AS found
