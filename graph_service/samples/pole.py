"""From the published crime-investigation example graph (people, objects, locations, events) to a bundle.

The archive holds one CSV file for each label (`….nodes.Person.csv`) and each type of relationship
(`….relationships.KNOWS.csv`). What the contract has a place for is converted, one for one; what is only another way to
say a column (postcodes, areas, the ends of a call) is folded into the record it describes; the rest is left out and
counted. Nothing is guessed: an age without a date gives no date of birth, a party to a crime gets no role, a crime that
is "violence and sexual offences" is of kind OTHER.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from graph_service.errors import InputRefused
from graph_service.samples.writing import COLUMNS, BundleWriter

_SOURCE: Final = "source-pole"
_START, _END, _ID = ":START_ID", ":END_ID", ":ID"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the nodes of one label, or the relationships of one type.

    `converted` stand in the bundle as records or relationships of their own, `folded` within another, `left_out` nowhere.
    """

    name: str
    read: int
    converted: int = 0
    folded: int = 0
    note: str = ""

    @property
    def left_out(self) -> int:
        return self.read - self.converted - self.folded


@dataclass(frozen=True, slots=True)
class Conversion:
    """The fate of everything in the archive, and the rows written, by file of the bundle."""

    nodes: tuple[Fate, ...]
    relationships: tuple[Fate, ...]
    written: Mapping[str, int]


class _Archive:
    """The CSV files of the archive, by label or type."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise InputRefused(f"{path} cannot be read; expected a zip archive of CSV files.") from error
        self._names = {
            tuple(name.rsplit("/", 1)[-1].removesuffix(".csv").split(".")[-2:]): name
            for name in self._zip.namelist()
            if name.endswith(".csv")
        }
        if ("nodes", "Person") not in self._names:
            self._zip.close()
            raise InputRefused(f"{path} holds no file that ends in nodes.Person.csv; expected the example graph.")

    def close(self) -> None:
        self._zip.close()

    def unknown(self, group: str, known: set[str]) -> list[str]:
        """The labels or types that the archive holds and the converter does not know."""
        return sorted(name for kind, name in self._names if kind == group and name not in known)

    def rows(self, group: str, name: str, *needed: str) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of one file with their line numbers, cells trimmed; none where the archive lacks the file."""
        member = self._names.get((group, name))
        if member is None:
            return
        with self._zip.open(member) as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            missing = [column for column in needed if column not in (reader.fieldnames or ())]
            if missing:
                raise InputRefused(f"{member}, line 1: expected a column {missing[0]}.")
            for row in reader:
                yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if key}

    def count(self, group: str, name: str) -> int:
        return sum(1 for _ in self.rows(group, name))


def _day(value: str, where: str) -> str | None:
    """A day as the archive writes it (24/8/2017), as ISO; None where blank."""
    if not value:
        return None
    try:
        return datetime.strptime(value, "%d/%m/%Y").date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise InputRefused(f"{where}: expected a date such as 24/08/2017.") from error


_PERSON_LINKS: Final = {
    "CURRENT_ADDRESS": ("LIVES_AT", "person", "location", "MAIN", None),
    "HAS_PHONE": ("USES", "person", "phone", None, None),
    "HAS_EMAIL": ("USES", "person", "email", None, None),
    "PARTY_TO": ("INVOLVED_IN", "person", "crime", None, "Party to it; the role is not given"),
    "KNOWS": ("ASSOCIATE_OF", "person", "person", "OTHER", "Knows"),
    "KNOWS_LW": ("ASSOCIATE_OF", "person", "person", "OTHER", "Lives with"),
    "KNOWS_SN": ("ASSOCIATE_OF", "person", "person", "OTHER", "Knows on a social network"),
    "KNOWS_PHONE": ("ASSOCIATE_OF", "person", "person", "OTHER", "Knows by telephone"),
}
"""Type → its type here, the prefixes of both ids, role and detail."""

_FAMILY: Final = {"PARENT": ("PARENT_OF", None), "SIBLING": ("SIBLING_OF", None)}
_FOLDED_LINKS: Final = {
    "HAS_POSTCODE": "the address's postcode",
    "LOCATION_IN_AREA": "the first half of the address's postcode",
    "POSTCODE_IN_AREA": "the first half of the postcode",
}
_LOST_LINKS: Final = {
    "OCCURRED_AT": "no relationship joins an offence and an address",
    "INVESTIGATED_BY": "no relationship joins an offence and its officer",
    "INVOLVED_IN": "its vehicles and objects have no counterpart",
}


class _Converter:
    """One run: reads the archive, writes the bundle, keeps the accounts."""

    def __init__(self, archive: _Archive, writer: BundleWriter) -> None:
        self._archive = archive
        self._writer = writer
        self.nodes: list[Fate] = []
        self.relationships: list[Fate] = []

    def _write(self, name: str, rows: list[dict[str, Any]]) -> int:
        columns = COLUMNS[name]
        self._writer.write(name, [[row.get(column) for column in columns] for row in rows])
        return len(rows)

    def records(self) -> None:
        """Nodes that become records."""
        self._write(
            "sources",
            [
                {
                    "id": _SOURCE,
                    "agency": "Published example data",
                    "kind": "DATASET",
                    "reference": "Crime investigation example graph",
                    "handling": "P",
                }
            ],
        )
        rows = self._archive.rows
        people = [
            {
                "id": f"person-{row[_ID]}",
                "given_names": row["name"],
                "family_name": row["surname"],
                "source_id": _SOURCE,
            }
            for _, row in rows("nodes", "Person", _ID, "name", "surname")
        ]
        self._converted("Person", "people", people, "an age without a date is no date of birth; nhs_no is left out")
        officers = [
            {
                "id": f"officer-{row[_ID]}",
                "given_names": row["name"],
                "family_name": row["surname"],
                "staff": "true",
                "source_id": _SOURCE,
            }
            for _, row in rows("nodes", "Officer", _ID, "name", "surname")
        ]
        self._converted("Officer", "people", officers, "rank and badge number are left out")
        places = [
            {
                "id": f"location-{row[_ID]}",
                "lines": row["address"],
                "postcode": row["postcode"],
                "latitude": row["latitude:double"],
                "longitude": row["longitude:double"],
            }
            for _, row in rows("nodes", "Location", _ID, "address", "postcode", "latitude:double", "longitude:double")
        ]
        self._converted("Location", "addresses", places)
        crimes = [
            {
                "id": f"crime-{row[_ID]}",
                "title": ": ".join(part for part in (row["type"], row["charge"]) if part)
                or "Crime of no recorded type",
                "kind": "OTHER",
                "committed_from": _day(row["date"], f"nodes.Crime, line {line}"),
            }
            for line, row in rows("nodes", "Crime", _ID, "type", "date", "charge")
        ]
        self._converted("Crime", "offences", crimes, "kind OTHER; last outcome, note and reference are left out")
        for label, kind, column in (("Phone", "PHONE", "phoneNo"), ("Email", "EMAIL", "email_address")):
            accounts = [
                {"id": f"{label.lower()}-{row[_ID]}", "kind": kind, "label": row[column]}
                for _, row in rows("nodes", label, _ID, column)
            ]
            self._converted(label, "accounts", accounts)
        for label, where in (("PostCode", "the address's postcode"), ("Area", "the address's postcode")):
            count = self._archive.count("nodes", label)
            self.nodes.append(Fate(label, count, folded=count, note=where))
        for label in ("Vehicle", "Object"):
            self.nodes.append(Fate(label, self._archive.count("nodes", label), note="no such kind of record"))
        known = {fate.name for fate in self.nodes} | {"PhoneCall"}
        for label in self._archive.unknown("nodes", known):
            self.nodes.append(Fate(label, self._archive.count("nodes", label), note="unknown to the converter"))

    def _converted(self, label: str, file: str, rows: list[dict[str, Any]], note: str = "") -> None:
        count = self._write(file, rows)
        self.nodes.append(Fate(label, count, count, note=f"{file}.csv" + (f"; {note}" if note else "")))

    def links(self) -> None:
        """Relationships that become relationships, folded ones, and those without a counterpart."""
        for name, (type_, start, end, role, detail) in _PERSON_LINKS.items():
            rows = [
                self._link(name, row, type_, f"{start}-{row[_START]}", f"{end}-{row[_END]}", role=role, detail=detail)
                for _, row in self._archive.rows("relationships", name, _START, _END)
            ]
            count = self._write("relationships", rows)
            self.relationships.append(Fate(name, count, count, note=type_ + (f" ({detail.lower()})" if detail else "")))
        self._family()
        self._calls()
        for name, note in _FOLDED_LINKS.items():
            count = self._archive.count("relationships", name)
            self.relationships.append(Fate(name, count, folded=count, note=note))
        for name, note in _LOST_LINKS.items():
            self.relationships.append(Fate(name, self._archive.count("relationships", name), note=note))
        for name in self._archive.unknown("relationships", {fate.name for fate in self.relationships}):
            count = self._archive.count("relationships", name)
            self.relationships.append(Fate(name, count, note="unknown to the converter"))

    def _link(
        self, name: str, row: Mapping[str, str], type_: str, start: str, end: str, **cells: str | None
    ) -> dict[str, Any]:
        identity = f"{name.lower().replace('_', '-')}-{row[_START]}-{row[_END]}"
        return {"id": identity, "type": type_, "from_id": start, "to_id": end, "source_id": _SOURCE} | cells

    def _family(self) -> None:
        read, rows = 0, []
        for _, row in self._archive.rows("relationships", "FAMILY_REL", _START, _END, "rel_type"):
            read += 1
            if row["rel_type"] in _FAMILY:
                type_, role = _FAMILY[row["rel_type"]]
                start, end = f"person-{row[_START]}", f"person-{row[_END]}"
                rows.append(self._link("FAMILY_REL", row, type_, start, end, role=role))
        count = self._write("relationships", rows)
        self.relationships.append(Fate("FAMILY_REL", read, count, note="PARENT_OF, SIBLING_OF, by rel_type"))

    def _calls(self) -> None:
        """Each call or text with both its ends is one MESSAGED from the caller's telephone to the called one."""
        ends = {
            name: {row[_START]: row[_END] for _, row in self._archive.rows("relationships", name, _START, _END)}
            for name in ("CALLER", "CALLED")
        }
        read, rows = 0, []
        needed = (_ID, "call_date", "call_time", "call_duration", "call_type")
        for line, row in self._archive.rows("nodes", "PhoneCall", *needed):
            read += 1
            caller, called = (ends[name].get(row[_ID]) for name in ("CALLER", "CALLED"))
            if caller is None or called is None or caller == called:
                continue
            parts = (
                row["call_type"],
                row["call_time"],
                f"duration {row['call_duration']}" if row["call_duration"] else "",
            )
            rows.append(
                {
                    "id": f"call-{row[_ID]}",
                    "type": "MESSAGED",
                    "from_id": f"phone-{caller}",
                    "to_id": f"phone-{called}",
                    "valid_from": _day(row["call_date"], f"nodes.PhoneCall, line {line}"),
                    "source_id": _SOURCE,
                    "detail": ", ".join(part for part in parts if part),
                }
            )
        count = self._write("relationships", rows)
        self.nodes.append(Fate("PhoneCall", read, folded=count, note="each is one MESSAGED between two accounts"))
        for name in ends:
            total = self._archive.count("relationships", name)
            self.relationships.append(Fate(name, total, folded=min(count, total), note="an end of MESSAGED"))


def convert_pole(archive: Path, folder: Path) -> Conversion:
    """Convert the example graph in the zip `archive` to a bundle in `folder` (new or empty).

    Raises InputRefused, naming file and line, where the archive is not the example graph or a date cannot be read.
    """
    source = _Archive(archive)
    try:
        with BundleWriter(folder) as writer:
            converter = _Converter(source, writer)
            converter.records()
            converter.links()
            return Conversion(tuple(converter.nodes), tuple(converter.relationships), dict(writer.counts))
    finally:
        source.close()
