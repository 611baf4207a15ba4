// ---
// id: background
// parameters: {offender_id: id, as_of: day, known_at: instant, clock: word, seals_victims: boolean}
// description: >
//   What is recorded of an offender himself at the view: the orders in force against him, those that began last first; the profiles in force; his
//   assessments; his parts in offences; and what agencies were asked for him about an address or person that the viewer sees. Of each the latest stand first.
// ---
MATCH (o:Record {id: $offender_id})
RETURN
  COLLECT {
    MATCH (o)-[:SUBJECT_TO]->(order:Order)
    WITH DISTINCT order, state(order) AS row
    WHERE row.person_id = $offender_id AND in_force(row)
    WITH order, row ORDER BY row.valid_from DESC, order.id
    RETURN record(order)
  } AS orders,
  COLLECT {
    MATCH (o)-[:HAS_PROFILE]->(profile:Profile)
    WITH DISTINCT profile, state(profile) AS row
    WHERE in_force(row)
    WITH profile, row ORDER BY row.valid_from DESC, row.profile
    RETURN record(profile)
  } AS profiles,
  COLLECT {
    MATCH (o)-[:ASSESSED_AS]->(assessment:Assessment)
    WITH DISTINCT assessment, state(assessment) AS row
    WHERE row.assessed_on <= $as_of
    WITH assessment, row ORDER BY row.assessed_on DESC, row.tool
    RETURN record(assessment)
  } AS assessments,
  COLLECT {
    MATCH (o)-[part:INVOLVED_IN]->(offence:Offence)
    WHERE live(part) AND begun(part) AND seen(offence)
    WITH part, offence ORDER BY part.valid_from DESC, part.id
    RETURN {part: link(part), offence: record(offence)}
  } AS offences,
  COLLECT {
    MATCH (o)-[:HAS_ENQUIRY]->(enquiry:Enquiry)
    WITH DISTINCT enquiry, state(enquiry) AS row
    WHERE row.offender_id = $offender_id AND row.requested_on <= $as_of
    MATCH (about:Record {id: row.about_id})
    WHERE seen(about)
    WITH enquiry, row, about ORDER BY row.requested_on DESC, row.agency_role, enquiry.id
    RETURN {asked: record(enquiry), about: record(about), tells: tells(row)}
  } AS enquiries
