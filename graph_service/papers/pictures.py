"""The pictures of a case as papers hold them: as SVG and as PNG, each with words that say what it shows. Pure."""

from dataclasses import dataclass
from typing import Final

from graph_service.model.case import PackMaterial
from graph_service.model.records import Network
from graph_service.papers.content import Drawing
from graph_service.pictures.family.build import family_picture
from graph_service.pictures.network.build import case_picture
from graph_service.pictures.network.nodes import badges_of, tellings_of
from graph_service.pictures.still import family_svg, network_svg, to_png
from graph_service.wording import links as words
from graph_service.wording.links import both
from graph_service.wording.summary import finding_name

_DOTS_A_MM: Final = 300 / 25.4
_LONGER_SIDE_MM: Final = 260.0


@dataclass(frozen=True, slots=True)
class CasePicture:
    """A picture under its title; `words` stand above it, if any are needed, or in its place where it is not drawn.

    `beside` is what it shows besides the paths of the case file; `people` are the ids of those it shows, for the audit entry.
    """

    title: str
    words: str
    drawing: Drawing | None
    people: tuple[str, ...]
    beside: Network | None = None


def case_pictures(material: PackMaterial) -> tuple[CasePicture, ...]:
    """The network picture and the family picture."""
    return _network(material), _family(material)


def _network(material: PackMaterial) -> CasePicture:
    file, around = material.file, material.surroundings.network
    picture = case_picture(file, material.surroundings)
    title = "Network picture"
    if not picture.edges and picture.drawn:
        return CasePicture(
            title, "There is no picture: no path leads from this person to anybody.", None, picture.people
        )
    if not picture.drawn:
        said = f"There is no picture: {len(picture.nodes)} people and places are too many to be read. The annex is complete."
        return CasePicture(title, said, None, picture.people)
    at_risk = both(finding_name(finding, file) for finding in file.risks)
    context = f"For context only: {both(finding_name(one, file) for one in file.context)}. " if file.context else ""
    alt = (
        f"Network of {words.clean(file.case.person.name)}: {len(picture.nodes)} people, places and things and "
        f"{len(picture.edges)} relationships. At risk: {at_risk}. {context}"
        "Findings and the evidence annex say in words all that it shows."
    )
    said = "Every path of the findings and alerts, and who shares a home. Findings and annex say all of it in words."
    return CasePicture(title, said, _drawing(network_svg(picture, file.case), alt), picture.people, around)


def _family(material: PackMaterial) -> CasePicture:
    file, person = material.file, material.file.case.person
    family = family_picture(
        person,
        material.family,
        file.findings,
        file.view,
        steps=material.steps,
        badges=badges_of(material.surroundings.standings),
        tellings=tellings_of(file.candidates, file.best_placed),
        sources=file.sources,
    )
    title = "Family picture"
    if len(family.members) < 2:
        return CasePicture(title, "There is no picture: no family is recorded around this person.", None, family.people)
    if family.plan is None:
        said = f"There is no picture: {len(family.members)} people are too many to be read."
        return CasePicture(title, said, None, family.people)
    ties = " ".join(
        f"{step.sentence} ({step.dates})." if step.dates else f"{step.sentence}." for step in family.relationships
    )
    alt = f"Family of {words.clean(person.name)}: {len(family.members)} people. {ties}"
    return CasePicture(title, "", _drawing(family_svg(family, file.case), alt), family.people, material.family)


def _drawing(svg: str, alt: str) -> Drawing:
    """A still as a drawing: its PNG at 300 dots per inch of the page."""
    begin = svg.index('viewBox="') + len('viewBox="')
    _, _, width, height = map(float, svg[begin : svg.index('"', begin)].split())
    across = _LONGER_SIDE_MM * min(1.0, width / height)
    return Drawing(svg, to_png(svg, width_px=round(across * _DOTS_A_MM)), width, height, alt)
