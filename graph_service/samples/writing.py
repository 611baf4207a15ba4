"""Writing a bundle: one CSV file for each kind of row, its columns declared once."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from graph_service.errors import InputRefused

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(columns.split())
    for name, columns in {
        "sources": "id agency kind reference reported_on source_evaluation intelligence_assessment handling handling_note "
        "interest",
        "people": "id given_names family_name also_known_as date_of_birth sex deceased_on adult_at_risk staff ethnicity "
        "pnc_id cro_number noms_number crn visor_reference source_id",
        "offenders": "person_id category level lead_agency managed_from managed_to sentenced_on released_on "
        "release_planned_on",
        "profiles": "person_id profile preferred_sex preferred_age_from preferred_age_to targets_strangers valid_from "
        "valid_to source_id",
        "assessments": "person_id tool assessed_on group level imminent assessor",
        "enquiries": "id offender_id about_id agency_role requested_on answered_on result detail source_id",
        "addresses": "id lines town postcode uprn latitude longitude kind building_id dwellings",
        "schools": "id name urn phase age_from age_to postcode latitude longitude opened_on closed_on",
        "organisations": "id name kind agency_role serves duty_to_cooperate postcode latitude longitude",
        "accounts": "id kind label",
        "offences": "id title kind committed_from committed_to",
        "orders": "id person_id kind valid_from valid_to",
        "conditions": "id order_id kind subject_id age_limit sex latitude longitude radius_m text",
        "relationships": "id type from_id to_id role valid_from valid_to recorded_at superseded_at source_id assertion "
        "status detail",
        "disclosures": "id offender_id recipient_id role decision decided_on decided_by reasons review_on protects",
    }.items()
}
"""The files of a bundle that samples write, and their columns in order."""


class BundleWriter:
    """Writes rows to the files of a bundle as they come; a file begins with its first row.

    Used as a context manager. Refuses a folder that already holds something, so that two bundles never mix.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = ExitStack()
        self._writers: dict[str, Any] = {}
        self.counts: dict[str, int] = {}
        """Rows written so far, by the name of the file without its ending."""

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            occupied = any(self._folder.iterdir())
        except OSError as error:
            raise InputRefused(f"{self._folder} cannot be used as a folder: {error.strerror}.") from error
        if occupied:
            raise InputRefused(f"{self._folder} is not empty; expected a new or an empty folder.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def write(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        """Append rows, cells in the order of `COLUMNS[name]`; None is a blank cell."""
        batch = rows if isinstance(rows, list) else list(rows)
        if not batch:
            return
        writer = self._writers.get(name)
        if writer is None:
            file = (self._folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
            self._files.enter_context(file)
            writer = self._writers[name] = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS[name])
        writer.writerows(batch)
        self.counts[name] = self.counts.get(name, 0) + len(batch)
