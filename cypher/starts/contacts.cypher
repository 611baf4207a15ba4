// ---
// id: contacts
// description: the people he is in contact with
// ---
WITH *, [met IN meetings | met.p] AS contacts
