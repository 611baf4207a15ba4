"""`/paths`: how two records are linked, in words and as a picture; both are found by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from graph_service.errors import InputRefused
from graph_service.model.records import Network, Path, PathSearch, Record, people_among
from graph_service.model.vocabulary import NODE_KINDS
from graph_service.pages.exchange import PageResponse
from graph_service.pages.framing import view_parameters
from graph_service.pages.record_links import links_at
from graph_service.pages.search import MOST_TEXT, AskedView, FoundRow, day_words, found_rows, searched_text
from graph_service.pages.site_frame import SiteFrame
from graph_service.pages.templates import render
from graph_service.pictures.network.build import network_picture
from graph_service.pictures.network.drawing import network_drawing, network_key
from graph_service.pictures.svg import key_sample
from graph_service.queries.case_file import sources_behind
from graph_service.queries.exploring import find_paths, search
from graph_service.queries.record_file import record_by_itself
from graph_service.queries.view_session import ViewSession
from graph_service.wording.provenance import LinkWords, step
from graph_service.wording.records import telling_apart, title
from graph_service.wording.sentences import path_sentence

MOST_MATCHES: Final = 8
"""Records to choose among for each end."""
MOST_PATHS: Final = 10
_LENGTHS: Final = {"": 6, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6}
TAKES: Final = ("from", "to", "upTo", "includeEnded")
"""The parameters of the address besides the view."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `up_to`: every length up to so many steps; blank for the shortest alone."""

    from_id: str = ""
    to_id: str = ""
    up_to: str = ""
    include_ended: bool = False
    view: AskedView = field(default_factory=AskedView)

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Asked":
        """Raises InputRefused."""
        up_to, ended = asked.get("upTo", ""), asked.get("includeEnded", "")
        if up_to not in _LENGTHS:
            raise InputRefused("upTo must be a number of steps from 2 to 6.")
        if ended not in ("", "true", "false"):
            raise InputRefused("includeEnded must be true or false.")
        view = AskedView(asked.get("asOf", ""), asked.get("knownAt", ""))
        return cls(asked.get("from", ""), asked.get("to", ""), up_to, ended == "true", view)

    def address(self, **changed: str) -> str:
        """The address that asks for this with something changed; what is blank is left out."""
        ended = "true" if self.include_ended else ""
        own = {"from": self.from_id, "to": self.to_id, "upTo": self.up_to, "includeEnded": ended}
        parameters = {name: value for name, value in (own | self.view.parameters | changed).items() if value}
        return f"/paths?{urlencode(parameters)}" if parameters else "/paths"


@dataclass(frozen=True, slots=True)
class End:
    """One end of the search: the record that is chosen, or what was written and the records like it."""

    name: str
    label: str
    chosen: FoundRow | None = None
    text: str = ""
    matches: tuple[FoundRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PathView:
    """One path in words: as a sentence, and step by step."""

    sentence: str
    steps: tuple[LinkWords, ...]
    records: tuple[Record, ...]


async def paths_page(session: ViewSession, asked: Asked, frame: SiteFrame) -> PageResponse | None:
    """The links between the two records that the address names; the form to find them while one is missing.

    None where the viewer sees no record of an id that is given. Raises InputRefused.
    """
    if asked.from_id and asked.from_id == asked.to_id:
        raise InputRefused("Both ends are the same record. Choose two different ones.")
    ends = []
    for record_id in (asked.from_id, asked.to_id):
        found = await record_by_itself(session, record_id) if record_id else None
        if record_id and found is None:
            return None
        ends.append(found)
    start, end = ends
    if start is None or end is None:
        chosen = await _rows(session, ends)
        return _form(session, asked, frame, (End("from", "From", chosen[0]), End("to", "To", chosen[1])))
    found_paths = await find_paths(
        session,
        start.id,
        end.id,
        max_hops=_LENGTHS[asked.up_to],
        first=MOST_PATHS,
        up_to_max=bool(asked.up_to),
        include_ended=asked.include_ended,
    )
    return await _found(session, asked, frame, start, end, found_paths)


async def matches_page(
    session: ViewSession, asked: Asked, texts: Mapping[str, str], frame: SiteFrame
) -> PageResponse | None:
    """What is like the texts written for the ends that are not chosen, to choose among. As `paths_page`."""
    ends = []
    for name, label, record_id in (("from", "From", asked.from_id), ("to", "To", asked.to_id)):
        if record_id:
            found = await record_by_itself(session, record_id)
            if found is None:
                return None
            ends.append(End(name, label, (await found_rows(session, (found,)))[0]))
            continue
        text = searched_text(texts.get(name, ""))
        like = await search(session, text, NODE_KINDS, MOST_MATCHES) if text else ()
        ends.append(End(name, label, None, text, await found_rows(session, like)))
    return _form(session, asked, frame, (ends[0], ends[1]), searched=True)


async def _rows(session: ViewSession, records: Sequence[Record | None]) -> list[FoundRow | None]:
    return [None if record is None else (await found_rows(session, (record,)))[0] for record in records]


def _form(
    session: ViewSession, asked: Asked, frame: SiteFrame, ends: tuple[End, End], *, searched: bool = False
) -> PageResponse:
    page = render(
        "paths-form",
        frame=frame,
        records=links_at(asked.view.parameters, offered=frame.records),
        asked=asked,
        ends=ends,
        searched=searched,
        complete=searched and all(end.chosen or end.matches for end in ends),
        day=day_words(asked.view, session.view),
        longest=MOST_TEXT,
        most=MOST_MATCHES,
    )
    rows = [row for end in ends for row in (*((end.chosen,) if end.chosen else ()), *end.matches)]
    return PageResponse(page, people_among([row.record for row in rows]))


async def _found(
    session: ViewSession, asked: Asked, frame: SiteFrame, start: Record, end: Record, found: PathSearch
) -> PageResponse:
    view = session.view
    network = Network(
        tuple({record.id: record for path in found.paths for record in path.nodes}.values()),
        tuple({link.id: link for path in found.paths for link in path.links}.values()),
    )
    sources = await sources_behind(session, (start, end, *network.nodes), network.links)
    picture = network_picture(start, (), network, view, offender=False, sources=sources)
    told = "The same content is in words below."
    page = render(
        "paths",
        frame=frame,
        records=links_at(view_parameters(view), offered=frame.records),
        asked=asked,
        start=start,
        end=end,
        names=(title(start), title(end)),
        whats=(telling_apart(start, view.as_of), telling_apart(end, view.as_of)),
        day=day_words(asked.view, view),
        paths=[_path(path, session, sources) for path in found.paths],
        truncated=found.truncated,
        most=MOST_PATHS,
        lengths=[one for one in _LENGTHS if one],
        # Both are made by `svg.element`, which escapes all that it is given.
        drawing=Markup(network_drawing(picture, f"Links between {title(start)} and {title(end)}. {told}"))  # noqa: S704
        if found.paths and picture.drawn
        else "",
        key=[(Markup(key_sample(item)), item.meaning) for item in network_key(picture, offender=False)],  # noqa: S704
        wide=picture.width > picture.height,
        permalink=asked.address(**view_parameters(view)),
        other_start=asked.address(**{"from": ""}),
        other_end=asked.address(to=""),
        turned=asked.address(**{"from": asked.to_id, "to": asked.from_id}),
    )
    return PageResponse(page, people_among((start, end, *network.nodes)), details={"paths": len(found.paths)})


def _path(path: Path, session: ViewSession, sources: Mapping[str, Record]) -> PathView:
    as_of = session.view.as_of
    walked = zip(path.links, path.nodes[:-1], path.nodes[1:], strict=True)
    return PathView(
        path_sentence(path, as_of),
        tuple(step(link, here, there, as_of, sources) for link, here, there in walked),
        path.nodes,
    )
