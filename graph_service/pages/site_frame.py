"""What stands at the head of every page of a signed-in reader."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """Who is signed in, what there is for him, the mark of the page's forms, and its own address.

    `reads`: cases; `explores`: search, links between records and the workbench; `records`: pages of records by themselves;
    `writes`: he may record facts; `decides`: and decisions.

    `here` is the address of a page that is of no one case; a page of a case says itself where it is.
    """

    user: str
    role: str
    reads: bool
    explores: bool
    records: bool
    form: str
    here: str = ""
    writes: bool = False
    decides: bool = False
