// ---
// id: tells
// arguments: [s]
// description: >
//   Whether the words of a condition or an enquiry (a state) may be told. They may well spell out what it names, so that must be something that the viewer sees
//   and that is not sealed.
// ---
(coalesce(s.subject_id, s.about_id) IS NULL OR EXISTS { MATCH (named:Record {id: coalesce(s.subject_id, s.about_id)}) WHERE seen(named) AND NOT sealed(named) })
