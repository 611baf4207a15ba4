// ---
// id: audit_note_create
// description: keeps, together with a change, the entry of the audit log that is about it, until that is written
// parameters: [note]
// ---
CREATE (note:AuditNote)
SET note = $note
