// Who holds keys to an address; what rests on a source among the enquiries to agencies.

CREATE CONSTRAINT holds_keys_key IF NOT EXISTS FOR ()-[r:HOLDS_KEYS]-() REQUIRE r.key IS UNIQUE;
CREATE INDEX enquiry_source_id IF NOT EXISTS FOR (n:Enquiry) ON (n.source_id);
