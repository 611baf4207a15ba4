// ---
// id: forthcoming
// arguments: [r]
// description: an interval that begins soon after the day asked about
// ---
$as_of < r.valid_from <= $forthcoming_until
