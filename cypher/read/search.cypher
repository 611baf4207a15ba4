// ---
// id: search
// description: >
//   records of which the version seen has an id, an identifier or words like those asked for; those named exactly come first, then the
//   likest by the index. `words` and `marks` hold a question for it each, or nothing. `more`: fewer than `first` are left of what the index
//   was asked for, and it may know others
// parameters: [identifiers, words, marks, labels, first, hits]
// ---
likest($words, n, matched, named, score)
WITH n, named, score, any(label IN labels(n) WHERE label IN $labels) AND state(n) = matched AND NOT sealed(n) AS shows
WITH collect(CASE WHEN shows THEN {n: n, named: named, score: score} END) AS shown,
  count(CASE named WHEN 1 THEN 1 END) >= $hits OR count(CASE named WHEN 0 THEN 1 END) >= $hits AS cut
CALL (shown) {
  UNWIND shown AS one
  WITH one.n AS n, max(one.named) AS named, max(one.score) AS score
  ORDER BY named DESC, score DESC, n.id LIMIT $first
  RETURN collect({record: record(n), named: named}) AS found
}
RETURN found, cut AND size(found) < $first AS more
