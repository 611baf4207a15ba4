"""Every reading statement is what it says: it reads, its parameters are declared, its words are known to the store."""

import pytest

from graph_service.model.clock import View
from graph_service.model.records import Clearance
from graph_service.model.vocabulary import NODE_KINDS, RELATIONSHIPS, Kind
from graph_service.queries.shapes import (
    ConditionsShape,
    EndShape,
    KindShape,
    LinksShape,
    ManagementShape,
    NodeShape,
    OwnShape,
    Place,
    RecordShape,
    compile_shape,
    kinds_at,
    types_of,
)
from graph_service.queries.view_session import ViewSession
from graph_service.settings import Settings
from graph_service.store.catalogue import statements
from graph_service.store.graph import Graph
from graph_service.store.migrations import seed_vocabulary

FAULTS = {"01N50", "01N51", "01N52", "01N60", "03N90"}
"""Unknown label, type or property; missing parameter; cartesian product."""


def parameters(graph: Graph, settings: Settings) -> dict[str, object]:
    return ViewSession(graph, settings, View.at(), Clearance()).parameters()


@pytest.mark.parametrize(
    "name",
    [
        "background",
        "decisions_made",
        "family",
        "links_among",
        "neighbourhood",
        "offenders",
        "links_of_steps",
        "record_file",
        "relations_around",
        "search",
        "shared_homes",
        "standings",
        "steps",
        "towns",
    ],
)
async def test_a_statement_reads_and_knows_its_words(graph: Graph, settings: Settings, name: str) -> None:
    await seed_vocabulary(graph)
    statement = statements()[name]
    given = parameters(graph, settings) | dict.fromkeys(statement.parameters)
    for text in (statement.text, statement.present):
        explanation = await graph.explain(text, given)
        assert explanation.writes is False
        assert [warning for warning in explanation.warnings if warning[0] in FAULTS] == []


def everything() -> NodeShape:
    """A shape with every kind of child."""
    person = NodeShape({Kind.PERSON: KindShape(("given_names",))})
    any_node = NodeShape({kind: KindShape(("source_id",)) for kind in NODE_KINDS})
    source = RecordShape("source_id", NodeShape({Kind.SOURCE: KindShape(("agency",))}))
    links = LinksShape(
        types=tuple(RELATIONSHIPS),
        columns=("id", "valid_from", "source_id"),
        first=3,
        after=Place("LIVES_AT", "2020-01-01", "r-2"),
        total=True,
        before=True,
        children={
            1: EndShape(True, NodeShape({kind: KindShape() for kind in kinds_at(tuple(RELATIONSHIPS), at_start=True)})),
            2: EndShape(False, any_node),
            3: source,
        },
    )
    return NodeShape(
        {
            Kind.PERSON: KindShape(
                ("family_name",),
                {
                    4: links,
                    5: ManagementShape({6: person}),
                    7: source,
                    8: OwnShape(
                        "ASSESSED_AS",
                        "assessed_on",
                        "tool",
                        NodeShape({Kind.ASSESSMENT: KindShape(("level",))}),
                        "assessed_on",
                    ),
                },
            ),
            Kind.ADDRESS: KindShape(("lines",), {8: RecordShape("building_id", any_node)}),
            Kind.ORDER: KindShape(
                (), {9: ConditionsShape(("kind", "subject_id"), {1: RecordShape("subject_id", any_node)})}
            ),
            Kind.SCHOOL: KindShape((), {2: LinksShape(types_of(Kind.SCHOOL), ("id",), 1, rows=False, total=True)}),
            Kind.SOURCE: KindShape((), {3: LinksShape(types_of(Kind.SOURCE), ("id",), 1)}),
        }
    )


async def test_a_compiled_shape_reads_and_knows_its_words(graph: Graph, settings: Settings) -> None:
    await seed_vocabulary(graph)
    plan = compile_shape(everything())
    given = parameters(graph, settings) | dict(plan.parameters) | {"ids": []}
    for text in (plan.statement.text, plan.statement.present):
        explanation = await graph.explain(text, given)
        assert explanation.writes is False
        assert [warning for warning in explanation.warnings if warning[0] in FAULTS] == []


def test_equal_shapes_are_written_alike() -> None:
    assert compile_shape(everything()) == compile_shape(everything())


def test_values_are_parameters() -> None:
    plan = compile_shape(everything())
    assert "2020-01-01" not in plan.statement.text
    assert {"2020-01-01", "LIVES_AT", "r-2", 4} <= set(plan.parameters.values())
    assert set(plan.statement.parameters) == {"ids", *plan.parameters}


def test_relationships_know_their_ends() -> None:
    assert kinds_at(("PARENT_OF",), at_start=False) == (Kind.PERSON,)
    assert set(kinds_at(("VISITS", "HEAD_OF"), at_start=False)) == {
        Kind.PERSON, Kind.ADDRESS, Kind.SCHOOL, Kind.ORGANISATION,
    }  # fmt: skip
    assert types_of(Kind.SOURCE) == types_of(Kind.ORDER) == ()
    assert "MESSAGED" in types_of(Kind.ACCOUNT)
