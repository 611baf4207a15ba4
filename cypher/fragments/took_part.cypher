// ---
// id: took_part
// arguments: [r]
// description: any part in an offence but an acquittal
// ---
(live(r) AND coalesce(r.role, '') <> 'ACQUITTED')
