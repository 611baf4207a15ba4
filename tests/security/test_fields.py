"""Every root field of the schema says what it asks of its user."""

from graph_service.schema.build import graphql_schema
from graph_service.security.fields import ROOT_FIELDS
from graph_service.security.identity import Permission


def test_no_root_field_is_forgotten() -> None:
    schema = graphql_schema()
    for root in (schema.query_type, schema.mutation_type, schema.subscription_type):
        assert root is None or set(root.fields) <= set(ROOT_FIELDS)


def test_only_the_catalogue_is_read_without_a_purpose() -> None:
    free = {name for name, rule in ROOT_FIELDS.items() if not rule.personal}
    assert free == {"__typename", "__schema", "__type", "exposurePatterns"}
    assert all(ROOT_FIELDS[name].permission is Permission.READ_CATALOGUE for name in free)
