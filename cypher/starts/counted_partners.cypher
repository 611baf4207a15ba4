// ---
// id: counted_partners
// description: >
//   Who counts as his partner (`p`, by `link`; `by`: what has happened since, where that makes it count): current, recent or forthcoming; and, `long_ended`, longer ago, where he approaches the partner since or the
//   ending is disputed
// ---
WITH *, [tie IN partnerships WHERE recent(tie.link) OR forthcoming(tie.link) | {link: tie.link, p: tie.p, by: [], long_ended: false}]
  + [tie IN endings WHERE NOT recent(tie.link) AND (tie.approaches OR tie.disputed) | {link: tie.link, p: tie.p, by: tie.by, long_ended: true}] AS counted_partners
