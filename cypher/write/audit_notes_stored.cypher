// ---
// id: audit_notes_stored
// description: the entries that the audit log may still lack, oldest first
// parameters: {}
// ---
MATCH (note:AuditNote)
RETURN properties(note) AS note ORDER BY note.at, note.key
