// ---
// id: spellings_missing
// description: the versions of records for which nothing is stored that searches find them by, one in a row
// ---
MATCH (n:Person|Address|School|Organisation|Offence|Account|Source|Order|State)
WHERE n.spellings IS NULL AND n.closed_spellings IS NULL
RETURN elementId(n) AS at, n.open_to AS open_to, n {.given_names, .family_name, .also_known_as, .lines, .town, .postcode, .name, .title, .label,
  .agency, .reference, .kind, .visor_reference, .pnc_id, .cro_number, .noms_number, .crn, .uprn, .urn} AS values
