// A version that only the cleared may see no longer takes the place of one that stays open (cypher/write/records_veil.cypher), so that nobody who is not
// cleared looks for earlier versions because of it. The service sees to it in stores of before (graph_service/migrations.py).
