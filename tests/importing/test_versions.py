"""A version of a relationship goes into the store by position: the statements that write it number the fields as they stand."""

import re

import pytest

from graph_service.recording.versions import LinkVersion
from graph_service.store.catalogue import statement

_ENDS = {"start": "from_id", "end": "to_id"}


@pytest.mark.parametrize("identifier", ["relationships_create", "relationships_supersede"])
def test_a_statement_numbers_the_fields_of_a_version_as_they_stand(identifier: str) -> None:
    text = statement(identifier, "LIVES_AT").text
    properties = text[text.index("CREATE") :]
    named = {name: int(place) for name, place in re.findall(r"(\w+): row\[(\d+)\](?! <>)", properties)}
    named |= {_ENDS[name]: int(place) for name, place in re.findall(r"\((\w+):Record \{id: row\[(\d+)\]\}", text)}
    ends = () if "from_id" in named else ("from_id", "to_id")
    assert named.pop("key") == LinkVersion._fields.index("id")
    assert set(named) == set(LinkVersion._fields) - set(ends)
    assert [LinkVersion._fields[place] for place in named.values()] == list(named)
