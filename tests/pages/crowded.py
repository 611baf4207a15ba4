"""Places with very many people: a school of 1,500 pupils, a tower block of 200 flats, a prison; and an offender near them."""

from pathlib import Path

from tests.worlds import Row, link, person, write_bundle

PUPILS, FLATS, PRISONERS, FRIENDS = 1500, 200, 312, 190


def crowded_bundle(folder: Path) -> Path:
    """Bo Crowe lives in the tower with his partner and her child, who attends the school; he was in the prison.

    Cy Quill, managed too, has 190 friends, and a partner with a child.
    """
    people: list[Row] = [
        person("bo", given_names="Bo", family_name="Crowe", date_of_birth="1980-02-02"),
        person("pia", given_names="Pia", family_name="Lund", date_of_birth="1985-02-02"),
        person("kid", given_names="Kim", family_name="Lund", date_of_birth="2016-02-02"),
        person("cy", given_names="Cy", family_name="Quill", date_of_birth="1970-02-02"),
        person("may", given_names="May", family_name="Orr", date_of_birth="1975-02-02"),
        person("tam", given_names="Tam", family_name="Orr", date_of_birth="2015-02-02"),
    ]
    links: list[Row] = [
        link("PARTNER_OF", "bo", "pia", role="COHABITING", valid_from="2024-01-01"),
        link("PARENT_OF", "pia", "kid", role="BIRTH", valid_from="2016-02-02"),
        link("LIVES_AT", "bo", "flat-1", role="MAIN", valid_from="2024-01-01"),
        link("LIVES_AT", "pia", "flat-1", role="MAIN", valid_from="2020-01-01"),
        link("LIVES_AT", "kid", "flat-1", role="MAIN", valid_from="2020-01-01"),
        link("LIVES_AT", "bo", "prison", valid_from="2018-01-01", valid_to="2022-01-01"),
        link("ATTENDS", "kid", "school", valid_from="2020-09-01"),
        link("PARTNER_OF", "cy", "may", role="INTIMATE", valid_from="2024-01-01"),
        link("PARENT_OF", "may", "tam", role="BIRTH", valid_from="2015-02-02"),
    ]
    for number in range(1, PUPILS):
        people.append(person(f"pupil-{number}", given_names=f"Pupil{number}", date_of_birth="2014-01-01"))
        links.append(link("ATTENDS", f"pupil-{number}", "school", valid_from="2021-09-01"))
    for number in range(2, FLATS + 1):
        links.append(link("LIVES_AT", f"pupil-{number}", f"flat-{number}", role="MAIN", valid_from="2021-01-01"))
    for number in range(PRISONERS):
        people.append(person(f"prisoner-{number}", given_names=f"Prisoner{number}", date_of_birth="1990-01-01"))
        links.append(link("LIVES_AT", f"prisoner-{number}", "prison", valid_from="2023-01-01"))
    for number in range(FRIENDS):
        links.append(link("FRIEND_OF", "cy", f"prisoner-{number}", valid_from=f"20{10 + number % 14}-03-01"))
    return write_bundle(
        folder,
        people=people,
        offenders=[{"person_id": "bo", "category": 1, "level": 2}, {"person_id": "cy", "category": 1, "level": 1}],
        profiles=[{"person_id": one, "profile": "CHILD_SEXUAL"} for one in ("bo", "cy")],
        schools=[{"id": "school", "name": "Great Moor Academy"}],
        addresses=[
            {"id": "tower", "lines": "Moor Tower", "town": "Farley", "kind": "BUILDING"},
            {"id": "prison", "lines": "HMP Stanfold", "town": "Stanfold", "kind": "PRISON"},
            *(
                {
                    "id": f"flat-{number}",
                    "lines": f"Flat {number} Moor Tower",
                    "town": "Farley",
                    "kind": "DWELLING",
                    "building_id": "tower",
                }
                for number in range(1, FLATS + 1)
            ),
        ],
        relationships=links,
    )
