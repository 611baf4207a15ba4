// ---
// id: child_subject
// arguments: [n, s]
// description: >
//   A person (node and state) who counts as a child, where the pattern returns him as its subject: in a case, it is asked of all subjects together whether
//   those of unknown birth attend a school (`cypher/findings/answer.cypher`).
// ---
child(n, s)
