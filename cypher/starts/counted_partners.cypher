// ---
// id: counted_partners
// description: >
//   Who counts as his partner (`p`, by `link`): current, recent or forthcoming; and, `long_ended`, longer ago, where he approaches the partner since or the
//   ending is disputed
// ---
WITH *, [tie IN partnerships WHERE recent(tie.link) OR forthcoming(tie.link) | {link: tie.link, p: tie.p, long_ended: false}]
  + [tie IN endings WHERE NOT recent(tie.link) AND (tie.approaches OR tie.disputed) | {link: tie.link, p: tie.p, long_ended: true}] AS counted_partners
