// ---
// id: endings
// description: >
//   His partnerships (`link`, with the partner `p`) that have ended, no other of the two being current or forthcoming; whether he `approaches` the partner since
//   by more than the calls, messages and letters of parents of a child, whether he `writes` at all, whether the partner `answers` or turns to him, and
//   whether the ending is `disputed`; `by`: what counts most of all this.
// ---
WITH *, COLLECT {
    UNWIND [tie IN partnerships WHERE tie.link.valid_to <= $as_of] AS tie
    WITH o, partnerships, tie.told AS told, tie.link AS ended, tie.p AS p
    WHERE NOT any(other IN partnerships WHERE other.p = p AND other.link.id <> ended.id AND other.holds AND (current(other.link) OR forthcoming(other.link)))
    WITH o, told, ended, p,
      COLLECT { MATCH (o)-[act:CONTACTED]->(p) WHERE usable(act) AND beyond(act, ended) AND act.role IN ['CALL', 'MESSAGE', 'LETTER']
        RETURN act ORDER BY act.valid_to DESC, act.id LIMIT 1 } AS writes,
      COLLECT { MATCH (o)-[act:CONTACTED|VISITS|THREATENED|FIXATED_ON]->(p)
        WHERE usable(act) AND CASE WHEN act:FIXATED_ON THEN recent(act) ELSE beyond(act, ended) END
          AND NOT coalesce(act.role, '') IN ['CALL', 'MESSAGE', 'LETTER']
        RETURN act ORDER BY act.valid_to DESC, act.id LIMIT 1 }
      + coalesce(head(COLLECT { MATCH (o)-[act:VISITS|STAYS_AT|SEEN_AT]->(place:Address)<-[lives:LIVES_AT|STAYS_AT]-(p)
        WHERE usable(act) AND beyond(act, ended) AND usable(lives) AND current(lives)
        WITH p, place, act, lives
        WHERE at_home(lives, p) AND dwelling(place)
        RETURN [act, lives] ORDER BY act.valid_to DESC, act.id, lives.id LIMIT 1 }), []) AS acts,
      COLLECT { MATCH (p)-[act:CONTACTED]->(o) WHERE usable(act) AND beyond(act, ended) AND act.role IN ['IN_PERSON', 'CALL', 'MESSAGE']
        RETURN act ORDER BY act.valid_to DESC, act.id LIMIT 1 } AS answers,
      CASE WHEN by_either(told) AND told.valid_to <= $as_of THEN disputes(o, p, told) ELSE [] END AS disputes,
      EXISTS { MATCH (o)-[mine:PARENT_OF]->(k:Person)<-[theirs:PARENT_OF]-(p)
        WHERE blocks(mine) AND begun(mine) AND blocks(theirs) AND begun(theirs)
        WITH k
        WHERE is_child(k)
        RETURN 1 } AS parents
    WITH told, ended, p, acts, CASE WHEN parents THEN [] ELSE writes END AS woos, writes, answers, disputes
    RETURN {link: ended, p: p, writes: writes <> [], approaches: acts <> [] OR woos <> [], answers: answers <> [], disputed: disputes <> [],
      by: coalesce(head([some IN [acts, woos, disputes, writes, answers] WHERE some <> []]), [])}
  } AS endings
