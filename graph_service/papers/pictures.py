"""The pictures of a case as papers hold them: as SVG and as PNG, each with words that say what it shows. Pure."""

from graph_service.domain import CaseFile
from graph_service.papers.content import Drawing


def drawings_of(file: CaseFile) -> tuple[tuple[str, Drawing], ...]:
    """The pictures of a case, each with its heading."""
    return ()
