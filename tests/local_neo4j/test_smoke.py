from neo4j import GraphDatabase

from graph_service.local_neo4j.server import ConnectionDetails


def test_a_query_is_answered_in_cypher_25(neo4j_server: ConnectionDetails) -> None:
    with GraphDatabase.driver(neo4j_server.uri, auth=neo4j_server.auth) as driver:
        record = driver.execute_query("WHEN true THEN RETURN 1 AS one ELSE RETURN 2 AS one").records[0]
    assert record["one"] == 1
