// ---
// id: listed_people
// arguments: [person, shown]
// description: >
//   The people who are or were managed as offenders and whom the view and the viewer see ($cases limits them to these ids), each as they
//   see him. A beginning of a query, not an expression.
// ---
MATCH (person:Person&Offender)
WHERE $cases IS NULL OR person.id IN $cases
WITH person, state(person) AS shown
WHERE shown IS NOT NULL
