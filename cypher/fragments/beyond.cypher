// ---
// id: beyond
// arguments: [r, ended]
// description: what began once a partnership (link) had ended, or outlasted it by more than a day, and holds or did so not long ago
// ---
(recent(r) AND (r.valid_from >= ended.valid_to OR r.valid_to > toString(date(ended.valid_to) + duration('P1D'))))
