// Every telephone number in an account's label is found, not only a label that is one as a whole. The service stores anew what accounts are found by
// (graph_service/migrations.py).
