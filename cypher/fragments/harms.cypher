// ---
// id: harms
// arguments: [involved, v, conditions]
// description: >
//   A part in an offence (link) by which the offender has offended against its victim `v`: convicted or cautioned, or anything but acquitted while an
//   order in force names the victim; `conditions` are those in force against him.
// ---
(involved.role IN FOUND_GUILTY OR coalesce(involved.role, '') <> 'ACQUITTED'
 AND any(bar IN conditions WHERE bar.kind = 'NO_CONTACT' AND bar.subject_id = v.id))
