// ---
// id: listed_beyond
// arguments: [person, family, given]
// description: somebody whose place in the list, by family name, given names and id, is beyond $after
// ---
(family > $after[0] OR family = $after[0] AND (given > $after[1] OR given = $after[1] AND person.id > $after[2]))
