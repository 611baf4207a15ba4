"""How wide words are when set, and where their lines break, by the typefaces that set them. Pure.

Both pictures take their measures from here, and a drawing says of every line of text how wide it is, so that a program that has
another typeface squeezes or widens it to the place it was given.
"""

from graph_service.pictures.typefaces import width_at_1


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide `text` is when set in `size` pixels."""
    return width_at_1(text, bold=bold) * size


def wrap(text: str, size: float, width: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """`text` broken into at most `lines` lines of `width`; what does not fit ends in an ellipsis."""
    result: list[str] = []
    rest = text.split()
    while rest and len(result) < lines:
        line = rest.pop(0)
        while rest and text_width(f"{line} {rest[0]}", size, bold=bold) <= width:
            line = f"{line} {rest.pop(0)}"
        last = len(result) == lines - 1
        if (last and rest) or text_width(line, size, bold=bold) > width:
            cut = line
            while cut and text_width(f"{cut}…", size, bold=bold) > width:
                cut = cut[:-1]
            if not last and len(cut) < len(line):
                rest.insert(0, line[len(cut) :])
                line = cut
            else:
                line = f"{cut.rstrip(' ,')}…"
        result.append(line)
    return tuple(result)
