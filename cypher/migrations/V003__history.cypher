// What questions look earlier versions of records up by.

CREATE INDEX state_known_to IF NOT EXISTS FOR (n:State) ON (n.known_to);
CREATE INDEX state_open_to IF NOT EXISTS FOR (n:State) ON (n.open_to);
CREATE INDEX state_agency_role IF NOT EXISTS FOR (n:State) ON (n.agency_role);
CREATE POINT INDEX state_location IF NOT EXISTS FOR (n:State) ON (n.location);
