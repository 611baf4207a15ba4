"""The parts that SVG drawings are made of, and the sheet around a still picture: marking, whom it is about, key.

Text stays text. Everything is said by attributes, never by `style`, so that a drawing may also stand in a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from graph_service.model.case import OffenderCase
from graph_service.model.clock import LONDON, View
from graph_service.model.records import Record
from graph_service.pictures.style import Look, style
from graph_service.pictures.typefaces import isolated
from graph_service.pictures.typesetting import text_width, wrap
from graph_service.wording import links as words

INK: Final = "#0b0c0c"
QUIET: Final = "#484d50"
TYPEFACE: Final = "Source Sans Pro, Helvetica Neue, Helvetica, Arial, sans-serif"
MARKING: Final = "OFFICIAL-SENSITIVE"
LEADING: Final = 1.25

_MARGIN: Final = 24.0
_LEAST_WIDTH: Final = 900.0
_BAR: Final = 28.0
_TITLE, _FACTS, _KEY = 22.0, 14.0, 13.0
_SAMPLE_W, _SAMPLE_H, _KEY_COLUMN = 52.0, 44.0, 300.0


def number(value: float) -> str:
    """A length as short as a tenth of a unit allows."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def element(name: str, /, *content: str, **attributes: str | float | None) -> str:
    """One element; `stroke_width` is written `stroke-width`, and an attribute that is None is left out."""
    shown = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(value if isinstance(value, str) else number(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{shown}>{''.join(content)}</{name}>" if content else f"<{name}{shown}/>"


def text(
    content: str,
    x: float,
    y: float,
    size: float,
    *,
    bold: bool = False,
    fill: str = INK,
    anchor: str | None = None,
    class_: str | None = None,
) -> str:
    """One line of text whose baseline is at `y`, as wide as it is in the typeface that it is made for, whichever sets it."""
    told = words.clean(content)
    return element(
        "text",
        escape(isolated(told)),
        x=x,
        y=y,
        font_size=size,
        font_weight="700" if bold else None,
        fill=fill,
        text_anchor=anchor,
        textLength=text_width(told, size, bold=bold),
        lengthAdjust="spacingAndGlyphs",
        class_=class_,
    )


def rectangle(x: float, y: float, w: float, h: float, **attributes: str | float | None) -> str:
    """A rectangle by its left upper corner."""
    return element("rect", x=x, y=y, width=w, height=h, **attributes)


def dashes(lengths: Sequence[float]) -> str | None:
    """A dash pattern as an attribute; None for an unbroken line."""
    return " ".join(map(number, lengths)) or None


def figure(look: Look, x: float, y: float, scale: float = 1.0) -> str:
    """The figure of a look with its letter, its middle at `x`, `y`."""
    return element(
        "g",
        element(
            "path",
            d=style().figures[look.shape],
            fill=look.fill,
            stroke=look.line,
            stroke_width=2,
            stroke_dasharray=dashes(look.dashes),
        ),
        text(look.letter, 0, 6, 17 if len(look.letter) == 1 else 14, bold=True, fill=look.ink, anchor="middle"),
        transform=f"translate({number(x)} {number(y)})" + (f" scale({scale})" if scale != 1 else ""),
    )


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One entry of a key: a sample, drawn in a field of 48 by 40 units, and what it means."""

    sample: str
    meaning: str


def look_item(look: Look) -> KeyItem:
    """What a figure means."""
    return KeyItem(figure(look, 24, 20, 0.85), look.legend)


def key_sample(item: KeyItem) -> str:
    """The sample of a key's entry by itself, to stand in a page."""
    return element(
        "svg",
        item.sample,
        viewBox="0 0 48 40",
        width=48,
        height=40,
        aria_hidden="true",
        focusable="false",
        font_family=TYPEFACE,
    )


def line_sample(colour: str, width: float, pattern: Sequence[float] = ()) -> str:
    """A piece of line for a key."""
    return element(
        "path", d="M2 20H46", fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dashes(pattern)
    )


def drawing(body: str, width: float, height: float, label: str) -> str:
    """A drawing by itself, to stand in a page: `label` is what those hear who do not see it."""
    return element(
        "svg",
        body,
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_label=words.clean(label),
        font_family=TYPEFACE,
    )


def sheet(
    body: str,
    size: tuple[float, float],
    key: Sequence[KeyItem],
    *,
    what: str,
    person: Record,
    case: OffenderCase | None,
    view: View,
    notes: Sequence[str] = (),
    conditions: Sequence[str] = (),
) -> str:
    """A drawing as a file of its own: marked above and below, with `what` it is and of whom, its view, notes and key.

    `conditions` under which it may be used stand out from the notes.
    """
    title = f"{what} of {words.clean(person.name)}"
    wide = max(size[0], _LEAST_WIDTH)
    width = wide + 2 * _MARGIN
    parts = []
    y = _BAR + 14
    lines = [(line, _TITLE, True) for line in wrap(title, _TITLE, wide, 3, bold=True)]
    for fact in (*_facts(person, case, view), *notes):
        lines += [(line, _FACTS, False) for line in wrap(words.clean(fact), _FACTS, wide, 4)]
    for condition in conditions:
        said = words.clean(condition)
        told = wrap(said, _FACTS, wide, len(said) + 1, bold=True)  # as many lines as it takes: it is never cut
        lines += [(line, _FACTS, True) for line in told]
    for line, high, bold in lines:
        y += high * LEADING
        parts.append(text(line, _MARGIN, y - 0.25 * high, high, bold=bold))
    y += 16
    left = _MARGIN + (wide - size[0]) / 2
    parts.append(element("g", body, transform=f"translate({number(left)} {number(y)})"))
    y += size[1] + 10
    drawn, tall = _key(key, wide)
    parts.append(element("g", drawn, transform=f"translate({number(_MARGIN)} {number(y)})"))
    y += tall + 14
    height = y + _BAR
    bars = [_marking(width, 0), _marking(width, y)]
    spoken = f"{title}. {' '.join(_facts(person, case, view))}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + element(
            "svg",
            # A browser shows it as the name of the window, which may hold nobody's.
            element("title", escape(f"{what} – {words.clean(person.id)} – {MARKING}")),
            element("desc", escape(words.clean(spoken))),
            rectangle(0, 0, width, height, fill="#ffffff"),
            *bars,
            *parts,
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {number(width)} {number(height)}",
            width=width,
            height=height,
            role="img",
            font_family=TYPEFACE,
        )
        + "\n"
    )


def _facts(person: Record, case: OffenderCase | None, view: View) -> tuple[str, ...]:
    """Whom and when: what stands at the head of the page, too."""
    known_at = view.known_at.astimezone(LONDON)
    about = [f"Record {person.id}"]
    if case is not None:
        born = person.values.get("date_of_birth")
        told = f"born {words.day(born)}" if born else "birth not recorded"
        managed = f"category {case.category}" if case.category else "no category recorded"
        managed += f", level {case.level}" if case.level else ""
        managed += "" if case.managed else ", not managed on this day"
        about = [f"{told[0].upper()}{told[1:]} ({words.age_words(person, view.as_of)})", f"MAPPA {managed}", *about]
    return (
        " · ".join(about),
        f"True on {words.day(view.as_of.isoformat())} · As known at {known_at:%H:%M} on "
        f"{words.day(known_at.date().isoformat())} (UK time)",
    )


def _marking(width: float, y: float) -> str:
    return rectangle(0, y, width, _BAR, fill=INK) + text(
        MARKING, width / 2, y + 19, 15, bold=True, fill="#ffffff", anchor="middle"
    )


def _key(items: Sequence[KeyItem], width: float) -> tuple[str, float]:
    """The key in as many columns as fit, and how tall it is."""
    columns = max(1, int(width // _KEY_COLUMN))
    column = width / columns
    parts = [text("Key", 0, 16, 16, bold=True)] if items else []
    y = 26.0
    for start in range(0, len(items), columns):
        row = [(item, wrap(item.meaning, _KEY, column - _SAMPLE_W - 18, 4)) for item in items[start : start + columns]]
        tall = max(_SAMPLE_H, *(len(lines) * _KEY * LEADING + 4 for _, lines in row))
        for index, (item, lines) in enumerate(row):
            x = index * column
            parts.append(element("g", item.sample, transform=f"translate({number(x)} {number(y + (tall - 40) / 2)})"))
            first = y + tall / 2 - (len(lines) - 1) / 2 * _KEY * LEADING + 0.35 * _KEY
            parts += [
                text(line, x + _SAMPLE_W + 6, first + place * _KEY * LEADING, _KEY) for place, line in enumerate(lines)
            ]
        y += tall
    return "".join(parts), y if items else 0.0
