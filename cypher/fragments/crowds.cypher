// ---
// id: crowds
// arguments: [n]
// description: a record that joins very many people who have nothing else to do with each other
// ---
(n:School OR n:Organisation OR coalesce(n.kind, '') = 'PRISON' AND n.version = 1)
