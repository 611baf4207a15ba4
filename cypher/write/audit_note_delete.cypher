// ---
// id: audit_note_delete
// description: forgets an entry that the audit log has
// parameters: [key]
// ---
MATCH (note:AuditNote {key: $key})
DELETE note
