"""What stands at the head of every page of a signed-in reader."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """Who is signed in, whether there are cases and a workbench for him, the mark of the page's forms, and its own address.

    `here` is the address of a page that is of no one case; a page of a case says itself where it is.
    """

    user: str
    role: str
    reads: bool
    explores: bool
    form: str
    here: str = ""
