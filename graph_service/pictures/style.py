"""`visualisations/style.yaml`, read once: how kinds, badges, strengths and lines look and what the legend says."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph_service.errors import CatalogueError
from graph_service.model.vocabulary import Kind, Strength
from graph_service.store.catalogue import assets


class Badge(StrEnum):
    """What is known of a person that a reader must see; in the order in which it decides how they are drawn."""

    OFFENDER = "offender"
    CHILD = "child"
    VICTIM = "victim"
    ADULT_AT_RISK = "adult_at_risk"
    STAFF = "staff"
    MANAGED = "managed"
    CONVICTED = "convicted"
    SUSPECT = "suspect"
    WITNESS = "witness"
    ASSOCIATE = "associate"


class Telling(StrEnum):
    """What is proposed of somebody who could be told; each says more than those that follow."""

    UNSAFE = "unsafe"
    FIRST = "first"
    WEIGH = "weigh"
    POSSIBLE = "possible"


class LineKind(StrEnum):
    """How a line is drawn."""

    HELD = "held"
    OTHER_TIME = "other_time"
    DERIVED = "derived"
    WEAK = "weak"


def weak_look(badge: Badge) -> str:
    """The key of how a badge is drawn that rests on weak evidence alone."""
    return f"{badge.value}-weak"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Look(_Strict):
    """How a card's figure looks. `figure` is the outline as the `d` of an SVG path, `shape` its name.

    `dashes`: the pattern of the outline; empty is unbroken.
    """

    shape: str = Field(alias="figure")
    letter: str
    fill: str
    line: str
    ink: str
    legend: str
    words: str = ""
    dashes: tuple[float, ...] = ()

    def weak(self, how: "WeakLook") -> "Look":
        """The same look where only weak evidence speaks for it."""
        return self.model_copy(
            update={
                "letter": f"{self.letter}{how.mark}",
                "fill": how.fill,
                "ink": how.ink,
                "legend": f"{self.legend}: {how.legend}",
                "dashes": how.dashes,
            }
        )


class WeakLook(_Strict):
    """What becomes of a badge's look where only weak evidence speaks for it; `mark` follows the letter."""

    mark: str
    fill: str
    ink: str
    dashes: tuple[float, ...]
    legend: str


class StrengthLook(_Strict):
    """How a finding of one strength looks: colour and width of its lines."""

    colour: str
    width: float
    words: str
    legend: str


class LineLook(_Strict):
    """The pattern of a line, and its meaning."""

    dashes: tuple[float, ...]
    legend: str


class PlainLineLook(_Strict):
    """Lines that no finding counts on."""

    colour: str
    width: float


class Style(_Strict):
    """The whole of style.yaml."""

    figures: Mapping[str, str]
    badges: Mapping[Badge, Look]
    weak_badge: WeakLook
    tellings: Mapping[Telling, Look]
    sealed: Look
    kinds: Mapping[Kind, Look]
    strengths: Mapping[Strength, StrengthLook]
    lines: Mapping[LineKind, LineLook]
    background: PlainLineLook

    def looks(self) -> dict[str, Look]:
        """Every look by a key of its own: badges, firm and weak, what is proposed, the sealed address, kinds."""
        return {
            **{badge.value: look for badge, look in self.badges.items()},
            **{weak_look(badge): look.weak(self.weak_badge) for badge, look in self.badges.items()},
            **{telling.value: look for telling, look in self.tellings.items()},
            "sealed": self.sealed,
            **{kind.value: look for kind, look in self.kinds.items()},
        }


@lru_cache(maxsize=1)
def style() -> Style:
    """The style of pictures. Raises CatalogueError naming what is missing or wrong."""
    data: dict[str, Any] = yaml.safe_load(assets("visualisations").joinpath("style.yaml").read_text(encoding="utf-8"))
    try:
        lines = dict(data["lines"])
        found = Style.model_validate({**data, "background": lines.pop("background"), "lines": lines})
    except (KeyError, TypeError, ValidationError) as error:
        raise CatalogueError(f"visualisations/style.yaml is not as expected: {error}") from None
    for names, expected in (
        (found.badges, Badge),
        (found.tellings, Telling),
        (found.kinds, Kind),
        (found.strengths, Strength),
        (found.lines, LineKind),
    ):
        if missing := set(expected) - set(names):
            raise CatalogueError(f"visualisations/style.yaml has no look for: {', '.join(sorted(missing))}.")
    for key, look in found.looks().items():
        if look.shape not in found.figures:
            raise CatalogueError(f"visualisations/style.yaml: '{key}' has the unknown figure '{look.shape}'.")
    return found
