// What single facts are recorded by: whose turn it is to write, what a repeat is answered by, and entries still to be written to the audit log.

CREATE CONSTRAINT turn_name IF NOT EXISTS FOR (n:Turn) REQUIRE n.name IS UNIQUE;
CREATE CONSTRAINT receipt_key IF NOT EXISTS FOR (n:Receipt) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT audit_note_key IF NOT EXISTS FOR (n:AuditNote) REQUIRE n.key IS UNIQUE;
MERGE (:Turn {name: 'writing'});
