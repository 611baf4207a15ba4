// ---
// id: endings
// description: >
//   His partnerships (`link`, with the partner `p`) that have ended, no other of the two being current or forthcoming; whether he `approaches` the partner since
//   by more than the calls, messages and letters of parents of a child, whether he `writes` at all, whether the partner `answers` or turns to him, and
//   whether the ending is `disputed`.
// ---
WITH *, COLLECT {
    UNWIND [tie IN partnerships WHERE tie.link.valid_to <= $as_of] AS tie
    WITH o, partnerships, tie.told AS told, tie.link AS ended, tie.p AS p
    WHERE NOT any(other IN partnerships WHERE other.p = p AND other.link.id <> ended.id AND other.holds AND (current(other.link) OR forthcoming(other.link)))
    WITH o, told, ended, p,
      EXISTS { MATCH (o)-[act:CONTACTED]->(p) WHERE usable(act) AND beyond(act, ended) AND act.role IN ['CALL', 'MESSAGE', 'LETTER'] } AS writes,
      EXISTS { MATCH (o)-[act:CONTACTED|VISITS|THREATENED|FIXATED_ON]->(p)
        WHERE usable(act) AND CASE WHEN act:FIXATED_ON THEN recent(act) ELSE beyond(act, ended) END
          AND NOT coalesce(act.role, '') IN ['CALL', 'MESSAGE', 'LETTER'] }
      OR EXISTS { MATCH (o)-[act:VISITS|STAYS_AT|SEEN_AT]->(place:Address)<-[lives:LIVES_AT|STAYS_AT]-(p)
        WHERE usable(act) AND beyond(act, ended) AND usable(lives) AND current(lives)
        WITH p, place, lives
        WHERE at_home(lives, p) AND dwelling(place)
        RETURN 1 } AS acts
    RETURN {link: ended, p: p, writes: writes,
      approaches: acts OR writes AND NOT EXISTS { MATCH (o)-[mine:PARENT_OF]->(k:Person)<-[theirs:PARENT_OF]-(p)
        WHERE blocks(mine) AND begun(mine) AND blocks(theirs) AND begun(theirs)
        WITH k
        WHERE is_child(k)
        RETURN 1 },
      answers: EXISTS { MATCH (p)-[act:CONTACTED]->(o) WHERE usable(act) AND beyond(act, ended) AND act.role IN ['IN_PERSON', 'CALL', 'MESSAGE'] },
      disputed: by_either(told) AND disputed(o, p, told)}
  } AS endings
