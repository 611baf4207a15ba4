"""Worlds for the tests of recording and deciding."""

from pathlib import Path

from tests.worlds import link, person, write_bundle


def write_deciding(folder: Path) -> Path:
    """He lives with a child whose mother shares the home; the head of the child's school is his sister."""
    return write_bundle(
        folder,
        people=[
            person("o", date_of_birth="1980-01-01"),
            person("p", given_names="Pia", date_of_birth="1985-01-01"),
            person("k", given_names="Kim", date_of_birth="2016-01-01"),
            person("next-door", date_of_birth="2017-01-01"),
            person("sister", date_of_birth="1982-01-01"),
            *(person(f"friend-{number}") for number in range(8)),
        ],
        addresses=[
            {"id": "a", "lines": "1 Mill Lane", "kind": "DWELLING"},
            {"id": "beside", "lines": "2 Mill Lane", "kind": "DWELLING"},
        ],
        organisations=[{"id": "homes", "name": "Mill Homes", "kind": "HOUSING_PROVIDER", "duty_to_cooperate": True}],
        schools=[{"id": "school", "name": "Brook Primary"}],
        offenders=[{"person_id": "o", "category": 1, "managed_from": "2020-01-01"}],
        profiles=[{"person_id": "o", "profile": "CHILD_SEXUAL"}],
        relationships=[
            link("PARENT_OF", "p", "k", id="pk"),
            *(link("LIVES_AT", one, "a", id=f"{one}-a", valid_from="2025-01-01") for one in ("o", "p", "k")),
            link("ATTENDS", "k", "school", id="ks"),
            link("HEAD_OF", "sister", "school", id="head"),
            link("SIBLING_OF", "o", "sister", id="kin"),
            link("ADJACENT_TO", "a", "beside", id="beside-a"),
            link("LIVES_AT", "next-door", "beside", id="next-door-home"),
            link("MINDS", "o", "next-door", id="minds"),
            link("LANDLORD_OF", "homes", "a", id="lets"),
        ],
    )


def write_recording(folder: Path) -> Path:
    """An offender, a woman with a child, a hidden man, and a source that only the cleared see."""
    return write_bundle(
        folder,
        sources=[
            {"id": "s1", "agency": "Police", "source_evaluation": "1", "intelligence_assessment": "A"},
            {"id": "secret", "agency": "Police", "handling": "C"},
        ],
        people=[
            person("o", given_names="Otto", family_name="Offender", date_of_birth="1980-01-01", sex="M"),
            person("p", given_names="Pia", family_name="Pine", date_of_birth="1985-01-01"),
            person("k", given_names="Kim", family_name="Pine", date_of_birth="2016-01-01"),
            person("far", given_names="Far"),
            person("hidden", given_names="Hidden", source_id="secret"),
        ],
        addresses=[{"id": "a", "lines": "1 Mill Lane", "kind": "DWELLING"}],
        offenders=[{"person_id": "o", "category": 1, "level": 1, "managed_from": "2020-01-01"}],
        profiles=[{"person_id": "o", "profile": "CHILD_SEXUAL"}],
        relationships=[link("PARENT_OF", "p", "k", id="pk"), link("LIVES_AT", "p", "a", id="pa")],
    )
