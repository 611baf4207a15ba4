// ---
// id: sealed
// arguments: [n]
// description: a victim's address that is sealed from this viewer
// ---
($seals_victims AND n:Address AND EXISTS { (n)<-[home:LIVES_AT|STAYS_AT]-(:Person)-[hurt:VICTIM_OF]->(:Offence) WHERE live(home) AND live(hurt) })
