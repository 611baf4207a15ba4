// What questions look records up by: identifiers, sources, places and names.

CREATE INDEX person_pnc_id IF NOT EXISTS FOR (n:Person) ON (n.pnc_id);
CREATE INDEX person_cro_number IF NOT EXISTS FOR (n:Person) ON (n.cro_number);
CREATE INDEX person_noms_number IF NOT EXISTS FOR (n:Person) ON (n.noms_number);
CREATE INDEX person_crn IF NOT EXISTS FOR (n:Person) ON (n.crn);
CREATE INDEX person_source_id IF NOT EXISTS FOR (n:Person) ON (n.source_id);
CREATE INDEX profile_source_id IF NOT EXISTS FOR (n:Profile) ON (n.source_id);
CREATE INDEX address_uprn IF NOT EXISTS FOR (n:Address) ON (n.uprn);
CREATE INDEX address_postcode IF NOT EXISTS FOR (n:Address) ON (n.postcode);
CREATE INDEX address_building_id IF NOT EXISTS FOR (n:Address) ON (n.building_id);
CREATE INDEX address_kind IF NOT EXISTS FOR (n:Address) ON (n.kind);
CREATE INDEX school_urn IF NOT EXISTS FOR (n:School) ON (n.urn);
CREATE INDEX organisation_kind IF NOT EXISTS FOR (n:Organisation) ON (n.kind);
CREATE INDEX organisation_agency_role IF NOT EXISTS FOR (n:Organisation) ON (n.agency_role);

CREATE POINT INDEX address_location IF NOT EXISTS FOR (n:Address) ON (n.location);
CREATE POINT INDEX school_location IF NOT EXISTS FOR (n:School) ON (n.location);
CREATE POINT INDEX organisation_location IF NOT EXISTS FOR (n:Organisation) ON (n.location);

// Earlier versions stand in it too, so that a search at an earlier view finds a record by the name it had.
// No word is a stop word: Will is a name.
CREATE FULLTEXT INDEX record_text IF NOT EXISTS
FOR (n:Person|Address|School|Organisation|Offence|Account|Source|Order|State)
ON EACH [n.given_names, n.family_name, n.also_known_as, n.lines, n.town, n.postcode, n.name, n.title, n.label,
         n.agency, n.reference, n.kind]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
