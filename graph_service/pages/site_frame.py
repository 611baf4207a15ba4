"""What stands around every page of a signed-in reader that is of no one case."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """Who is signed in, whether there is a workbench for him, the mark of the page's forms, and its own address."""

    user: str
    role: str
    explores: bool
    form: str
    here: str
