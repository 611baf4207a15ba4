// ---
// id: sealed
// arguments: [n]
// description: a victim's address that is sealed from this viewer
// ---
CASE WHEN $seals_victims AND n:Address
 THEN EXISTS { MATCH (n)<-[home:LIVES_AT|STAYS_AT]-(:Person)-[hurt:VICTIM_OF]->(:Offence) WHERE live(home) AND live(hurt) } ELSE false END
