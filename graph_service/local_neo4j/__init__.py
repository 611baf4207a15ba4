"""A real Neo4j Community server that the service fetches, starts, watches and stops.

artifacts.py  what to fetch (the committed lock) and how: side by side, checksummed, resumable
lock.py       writes that lock anew; run by a maintainer who moves to another Neo4j
java.py       runs a Neo4j main class on the packaged Java
locks.py      locks between processes
state.py      which server of a home is running, and who is using it
guard.py      stops a server whose users were all killed
server.py     LocalNeo4j: configure, start, wait, stop; running_neo4j: the store for as long as it is needed
watch.py      starts a server again that died
store.py      swaps another store in, and undoes that
backup.py     backup and restore
cli.py        `graph-service database …`

Nothing is re-exported: the guard is a process of its own and should load little.
"""
