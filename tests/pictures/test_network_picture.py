"""What a picture says, and that its page says the same."""

import json
import re
from html import unescape
from itertools import combinations
from typing import Any

import pytest

from graph_service.model.case import OffenderCase
from graph_service.model.clock import View
from graph_service.model.records import Link, Network, Record
from graph_service.model.vocabulary import DERIVED_RELATIONSHIPS, RELATIONSHIPS, Kind, Strength
from graph_service.pages.network_page import render_network_page
from graph_service.pictures.layout import Box, curve, extent, head_box
from graph_service.pictures.network.browser import browser_data, embedded_json
from graph_service.pictures.network.build import DRAWN_AT_MOST, Picture, network_picture
from graph_service.pictures.static import static_files, static_url
from graph_service.pictures.still import network_svg
from graph_service.pictures.style import Badge, LineKind, style
from graph_service.store.catalogue import assets
from graph_service.wording import links as words
from graph_service.wording.captions import caption
from graph_service.wording.clauses import sentence
from tests.pictures.samples import HEAD, VIEW, Case, case_of, crowd, entangled, exposure, family, finding, person, place

CASE = family()


def draw(case: Case) -> Picture:
    return network_picture(case[0].person, case[1], case[3], VIEW, case[2])


def look_of(picture: Picture, name: str) -> str:
    return next(node.look for node in picture.nodes if node.name == name)


def thread_with(picture: Picture, *words_on_it: str) -> LineKind:
    return next(edge.kind for edge in picture.edges if set(words_on_it) <= set(edge.caption))


def test_every_kind_and_badge_has_a_look_of_its_own() -> None:
    looks = style().looks()
    assert {Kind(key) for key in style().kinds} == set(Kind)
    assert {Badge(key) for key in style().badges} == set(Badge)
    firm = [look for look in looks.values() if not look.dashes]
    assert len({look.shape for look in firm}) == len(firm), "two looks share an outline"
    assert len({look.letter for look in looks.values()}) == len(looks), "two looks share a letter"
    assert all(look.legend for look in looks.values())


def test_a_kind_without_a_look_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from graph_service.errors import CatalogueError
    from graph_service.pictures import style as module

    text = assets("visualisations").joinpath("style.yaml").read_text(encoding="utf-8")

    class Folder:
        def joinpath(self, _: str) -> "Folder":
            return self

        def read_text(self, encoding: str) -> str:
            return re.sub(r"(?m)^  School: .*\n", "", text)

    monkeypatch.setattr(module, "assets", lambda _: Folder())
    module.style.cache_clear()
    with pytest.raises(CatalogueError, match="School"):
        module.style()
    monkeypatch.undo()
    module.style.cache_clear()


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_letters_lines_and_words_contrast_with_what_is_behind_them() -> None:
    for look in style().looks().values():
        assert _contrast(look.ink, look.fill) >= 4.5, look.legend
        assert _contrast(look.line, "#ffffff") >= 4.5, look.legend
    for strength in style().strengths.values():
        assert _contrast(strength.colour, "#ffffff") >= 4.5


def test_people_are_drawn_by_what_they_are() -> None:
    picture = draw(CASE)
    assert look_of(picture, "Brian Moss") == "offender"
    assert look_of(picture, "Ellie Reed") == "child"
    assert look_of(picture, "Amy Lunn") == "victim"
    assert look_of(picture, "Dean Hart") == "convicted"
    assert look_of(picture, "Dawn Reed") == "Person"
    assert look_of(picture, "Sealed address") == "sealed"


@pytest.mark.parametrize("role", ["CONVICTED", "CAUTIONED", "CHARGED", "SUSPECTED", "ACQUITTED"])
def test_a_child_is_never_drawn_like_somebody_convicted(role: str) -> None:
    offender, child = person("o", "Olaf Vane", "1980-01-01"), person("k", "Kim Vale", "2010-01-01", staff=True)
    offence = Record(Kind.OFFENCE, "x", {"title": "Affray"})
    links = (Link("i", "INVOLVED_IN", "k", "x", role=role), Link("a", "ASSOCIATE_OF", "o", "k"))
    picture = network_picture(offender, (), Network((child, offence), links), VIEW)
    assert look_of(picture, "Kim Vale") == "child"


@pytest.mark.parametrize("grade", ["3A", "1D", "2E"])
def test_a_badge_that_rests_on_weak_evidence_alone_says_so_and_gives_way_to_a_firm_one(grade: str) -> None:
    offender, other = person("o", "Olaf Vane", "1980-01-01"), person("p", "Pat Vale", "1990-01-01")
    offence = Record(Kind.OFFENCE, "x", {"title": "Affray"})
    links = (
        Link("v", "VICTIM_OF", "p", "x", grade=grade),
        Link("i", "INVOLVED_IN", "p", "x", role="CONVICTED", grade=grade),
    )
    picture = network_picture(offender, (), Network((other, offence), links), VIEW)
    node = picture.nodes[1]
    assert (node.look, node.also) == ("victim-weak", ("convicted-weak",))
    assert node.what == f"Victim of an offence (weak: {grade}), convicted or cautioned (weak: {grade}), age 36"
    assert node.category == "convicted or cautioned (weak evidence); victim, or may be one (weak evidence)"
    assert f"weak: {grade}" in " ".join(line.text for line in node.lines)
    known = (*links, Link("a", "ASSOCIATE_OF", "o", "p"), Link("f", "VICTIM_OF", "p", "x"))
    node = network_picture(offender, (), Network((other, offence), known), VIEW).nodes[1]
    assert (node.look, node.also) == ("victim", ("associate", "convicted-weak"))
    assert node.category == "convicted or cautioned (weak evidence); victim, or may be one"


def test_who_may_be_a_child_by_a_weak_record_is_drawn_as_one_and_says_how_weak_it_is() -> None:
    offender, child = person("o", "Olaf Vane", "1980-01-01"), person("k", "Kim Vale", "2014-01-01", grade="3D")
    offence = Record(Kind.OFFENCE, "x", {"title": "Affray"})
    links = (Link("i", "INVOLVED_IN", "k", "x", role="CONVICTED"),)
    node = network_picture(offender, (), Network((child, offence), links), VIEW).nodes[1]
    assert (node.look, node.also) == ("child-weak", ("convicted",))
    assert node.what == "Child (weak: 3D), convicted or cautioned, age 12"
    look = style().looks()["child-weak"]
    assert look.dashes and look.letter == "C?" and look.fill == "#ffffff"


def test_conditions_of_handling_stand_on_the_line_in_the_details_and_in_the_tables() -> None:
    note = "Handling C: Ask the bureau <first>."
    secret = Record(Kind.SOURCE, "s", {"agency": "Bureau", "handling": "C", "handling_note": "Ask the bureau <first>."})
    olaf, pat = person("o", "Olaf Vane", "1980-01-01"), person("p", "Pat Vale", "1990-01-01")
    kim = person("k", "Kim Vale", "2014-01-01")
    partner = Link("r", "PARTNER_OF", "o", "p", source_id="s")
    mother = Link("m", "PARENT_OF", "p", "k")
    found = finding(
        kim, exposure("partner_child", (olaf, partner, pat, mother, kim), Strength.STRONG, "Partner child: x.")
    )
    picture = network_picture(olaf, (found,), None, VIEW, sources={"s": secret})
    told = {step.sentence: step.handling for step in picture.steps}
    assert told == {"Olaf Vane is Pat Vale's partner": note, "Pat Vale is Kim Vale's parent": ""}
    assert [edge.caption[-1] for edge in picture.edges] == ["handling C", "parent of"]
    html = render_network_page(picture, HEAD, case_of(olaf))
    # In the path of the finding and in what each relationship rests on; and for the details of the line.
    assert html.count('<span class="handling">Handling C: Ask the bureau &lt;first&gt;.</span>') == 2
    assert '["Handling","Handling C: Ask the bureau \\u003cfirst\\u003e."]' in html


@pytest.mark.parametrize(
    ("role", "look"), [("CHARGED", "suspect"), ("ACQUITTED", "associate"), ("CONVICTED", "convicted")]
)
def test_only_the_convicted_look_convicted(role: str, look: str) -> None:
    offender, other = person("o", "Olaf Vane", "1980-01-01"), person("p", "Pat Vale", "1990-01-01")
    offence = Record(Kind.OFFENCE, "x", {"title": "Affray"})
    links = (Link("i", "INVOLVED_IN", "p", "x", role=role), Link("a", "ASSOCIATE_OF", "o", "p"))
    assert look_of(network_picture(offender, (), Network((other, offence), links), VIEW), "Pat Vale") == look


def test_a_person_is_a_child_until_the_eighteenth_birthday_at_the_view() -> None:
    offender, child = person("o", "Olaf Vane", "1980-01-01"), person("k", "Kim Vale", "2008-06-02")
    around = Network((child,), (Link("f", "FRIEND_OF", "o", "k"),))
    assert look_of(network_picture(offender, (), around, VIEW), "Kim Vale") == "child"
    next_day = View(VIEW.as_of.replace(day=2), VIEW.known_at)
    assert look_of(network_picture(offender, (), around, next_day), "Kim Vale") == "Person"


def test_lines_say_ended_weak_and_worked_out() -> None:
    picture = draw(CASE)
    assert thread_with(picture, "until 13 Aug 2021") is LineKind.OTHER_TIME
    assert thread_with(picture, "weak: 3D") is LineKind.WEAK
    assert thread_with(picture, "(worked out)") is LineKind.DERIVED
    assert thread_with(picture, "works for") is LineKind.HELD
    notable = [edge for edge in picture.edges if edge.kind is not LineKind.HELD]
    assert len(notable) == 4 and all(edge.at_first == edge.caption for edge in notable)


def test_in_a_large_picture_what_has_ended_still_says_when() -> None:
    picture = draw(crowd(60))
    ended = [edge for edge in picture.edges if edge.kind is LineKind.OTHER_TIME]
    assert ended and all(edge.at_first == ("until 19 May 2026",) for edge in ended)
    assert all(edge.at_first == () for edge in picture.edges if edge.kind is LineKind.HELD)


def test_the_words_of_many_lines_between_two_stand_in_one_list_partnerships_first() -> None:
    picture = draw(entangled())
    (listing,) = picture.listings
    assert listing.heading == ("Vince Tarr – Moira Tarr",)
    assert [row for _, row in listing.rows] == [
        "partner of (cohabiting)",
        "was partner of (spouse), until 31 Dec 2011",
        "financially tied to",
        "friend of",
        "associate of (business)",
        "Vince Tarr: called, last 19 May 2026",
        "Vince Tarr: messaged, last 19 May 2026",
        "Vince Tarr: threatened, 2 May 2026",
        "Vince Tarr: visited, last 19 May 2026",
        "Moira Tarr: called, last 19 May 2026",
    ]
    assert {key for key, _ in listing.rows} == {edge.key for edge in picture.edges}
    assert picture.unwritten == 0 and not any(edge.at_first for edge in picture.edges)
    assert not any(listing.box.overlaps(node.box) for node in picture.nodes)
    assert listing.box.x - listing.box.w / 2 >= 0 and listing.box.x + listing.box.w / 2 <= picture.width
    # The lines fan out no further than five do.
    assert max(abs(edge.bend) for edge in picture.edges) == 0.72


@pytest.mark.parametrize("ended", [False, True])
def test_no_picture_leaves_out_a_partnership(ended: bool) -> None:
    offender, findings, alerts, _ = crowd(60)
    around = [person(f"z{number}", f"Ex Number{number}", "1980-01-01") for number in range(60)]
    until: dict[str, Any] = {"valid_to": "2020-01-01"} if ended else {}
    links = [Link(f"z{number}", "PARTNER_OF", "o", f"z{number}", role="SPOUSE", **until) for number in range(60)]
    picture = draw((offender, findings, alerts, Network(tuple(around), tuple(links))))
    listed = {key for listing in picture.listings for key, row in listing.rows if "partner of" in row}
    shown = {edge.key for edge in picture.edges if any("partner of" in row for row in edge.at_first)}
    partners = {edge.key for edge in picture.edges if any("partner of" in row for row in edge.caption)}
    assert len(partners) == 60 and partners == listed | shown
    boxes = [node.box for node in picture.nodes] + [listing.box for listing in picture.listings]
    boxes += [edge.caption_box for edge in picture.edges if edge.at_first]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_how_many_lines_carry_no_words_is_said() -> None:
    case = crowd(60)
    picture = draw(case)
    bare = [edge for edge in picture.edges if not edge.at_first]
    assert picture.unwritten == len(bare) > 1 and picture.listings == ()
    told = f"{len(bare)} lines carry no words, for want of room"
    assert told in network_svg(picture, case[0]) and told in render_network_page(picture, HEAD, case[0])
    assert draw(CASE).unwritten == 0
    assert "for want of room" not in network_svg(draw(CASE)) + render_network_page(draw(CASE), HEAD, CASE[0])


def test_a_suppressed_exposure_is_listed_but_lights_nothing_up() -> None:
    offender, child, home = (
        person("o", "Olaf Vane", "1980-01-01"),
        person("k", "Kim Vale", "2018-01-01"),
        place("h", "1 Low Row"),
    )
    lives, child_lives = Link("l", "LIVES_AT", "o", "h"), Link("m", "LIVES_AT", "k", "h")
    kin = Link("r", "RELATED_TO", "o", "k")
    found = finding(
        child,
        exposure(
            "child_same_household", (offender, lives, home, child_lives, child), Strength.STRONG, "They share a home."
        ),
        exposure(
            "relative_or_friend_child",
            (offender, kin, child),
            Strength.MODERATE,
            "They are kin.",
            suppressed_by="child_same_household",
        ),
    )
    picture = network_picture(offender, (found,), None, VIEW)
    related = next(edge for edge in picture.edges if edge.caption == ("related to",))
    assert related.strength is None and related.key not in picture.findings[0].edges
    html = render_network_page(picture, HEAD, case_of(offender))
    assert "does not count: covered by “Child same household”" in html and "They are kin." in html


def test_the_tables_hold_every_link_with_its_dates_and_grade() -> None:
    html = render_network_page(draw(CASE), HEAD, CASE[0])
    shown = " ".join(
        unescape(re.sub(r"<[^>]+>", "", re.sub(r'<script type="application/json".*?</script>', "", html))).split()
    )
    paths = [item.path for found in CASE[1] for item in found.exposures] + [alert.path for alert in CASE[2]]
    for path in paths:
        for link, start, end in zip(path.links, path.nodes[:-1], path.nodes[1:], strict=True):
            told = "; ".join(part for part in (words.dates(link, VIEW.as_of), words.evidence(link)) if part)
            assert f"{sentence(link, start, end, VIEW.as_of)} – {told}" in shown
    for found in CASE[1]:
        for item in found.exposures:
            assert item.summary in shown
    assert "1 June 2026" in shown and "09:30 on 1 June 2026 (UK time)" in shown
    assert shown.count("OFFICIAL-SENSITIVE") == 3


def test_ids_other_than_the_offenders_stay_out_of_the_page() -> None:
    html = render_network_page(draw(CASE), HEAD, CASE[0])
    assert "sealed-address-id" not in html and "IN_BUILDING:" not in html


def test_the_same_network_gives_the_same_bytes_whatever_order_the_store_returns() -> None:
    offender, findings, alerts, around = family()
    assert around is not None
    turned = Network(around.nodes[::-1], around.links[::-1])
    assert render_network_page(draw((offender, findings, alerts, turned)), HEAD, offender) == render_network_page(
        draw(CASE), HEAD, CASE[0]
    )


def test_more_than_can_be_read_is_said_and_the_tables_stay_whole() -> None:
    case = crowd(DRAWN_AT_MOST + 30)
    html = render_network_page(draw(case), HEAD, case[0])
    assert f"More than {DRAWN_AT_MOST} cannot be drawn" in html and "network-data" not in html
    assert html.count('data-row="f') == len(case[1])


def test_a_wide_network_around_gives_way_to_the_findings() -> None:
    offender, findings, alerts, _ = family()
    strangers = tuple(person(f"z{n}", f"Zed {n}") for n in range(DRAWN_AT_MOST))
    picture = draw((offender, findings, alerts, Network(strangers, ())))
    assert picture.drawn and picture.left_out == DRAWN_AT_MOST
    assert f"{DRAWN_AT_MOST} people and places further around are not drawn" in render_network_page(
        picture, HEAD, offender
    )


def test_nothing_in_the_embedded_data_can_end_it() -> None:
    text = str(embedded_json({"a": "</script><!--&\u2028\u2029"}))
    assert not re.search("[<>&\u2028\u2029]", text)
    assert json.loads(text) == {"a": "</script><!--&\u2028\u2029"}


def test_the_offender_alone_is_drawn_in_the_middle() -> None:
    offender = person("o", "Olaf Vane")
    picture = network_picture(offender, (), None, VIEW)
    assert [node.name for node in picture.nodes] == ["Olaf Vane"] and picture.nodes[0].what == "Offender, age not known"
    html = render_network_page(picture, HEAD, OffenderCase(offender, None, None, None, managed=False))
    assert "Nobody is found at risk" in html and "not managed on this day" in html


@pytest.mark.parametrize("name", sorted({**RELATIONSHIPS, **DERIVED_RELATIONSHIPS}))
def test_every_type_of_link_reads_both_ways_and_on_its_line(name: str) -> None:
    derived = name in DERIVED_RELATIONSHIPS
    one, other = person("one", "Ann Ash"), person("other", "Bob Birch")
    link = Link("l", name, "one", "other", derived=derived)
    from_either_side = (sentence(link, one, other, VIEW.as_of), sentence(link, other, one, VIEW.as_of))
    assert all("Ann Ash" in told and "Bob Birch" in told for told in from_either_side)
    assert all(caption(link, VIEW.as_of))


@pytest.mark.parametrize(
    ("link", "told"),
    [
        (Link("l", "LIVES_AT", "a", "b", valid_from="2026-01-10"), "since 10 January 2026"),
        (Link("l", "LIVES_AT", "a", "b", valid_to="2026-01-10"), "until 9 January 2026, ended"),
        (Link("l", "LIVES_AT", "a", "b", valid_from="2026-07-01"), "to begin on 1 July 2026"),
        (Link("l", "LIVES_AT", "a", "b"), "dates not recorded"),
        (
            Link("l", "CONTACTED", "a", "b", valid_from="2026-05-03", valid_to="2026-05-04", end_blank=True),
            "on 3 May 2026",
        ),
        (
            Link("l", "CONTACTED", "a", "b", valid_from="2026-05-03", valid_to="2026-06-01"),
            "first on 3 May 2026, last on 31 May 2026",
        ),
        (Link("l", "CONTACTED", "a", "b"), "date not recorded"),
        (Link("l", "VICTIM_OF", "a", "b"), ""),
    ],
)
def test_dates_in_words(link: Link, told: str) -> None:
    assert words.dates(link, VIEW.as_of) == told


def test_unseen_characters_and_turned_writing_are_taken_out_of_names() -> None:
    assert words.clean("Ann\u202e\u0000\u2028 Ash") == "Ann Ash"


def test_static_files_are_ours_and_addresses_change_with_content() -> None:
    files = static_files()
    assert {"case.css", "icon.svg", "network.css", "network.js", "vis-network.min.js"} <= set(files)
    assert static_url("network.js").endswith(files["network.js"].digest)
    for name in ("case.css", "network.css", "network.js"):
        assert not re.search(rb"https?://|@import|url\(|innerHTML|eval\(", files[name].content)


def test_lines_and_words_lie_within_the_picture_and_run_behind_no_card() -> None:
    offender, partner = person("o", "Olaf Vane"), person("p", "Petra Lund")
    child, home, school = person("c", "Cora Lund", "2018-03-01"), place("h", "9 Brookside"), person("s", "Una Reed")
    links = (
        Link("1", "PARTNER_OF", "o", "p"),
        Link("2", "PARENT_OF", "p", "c"),
        Link("3", "LIVES_AT", "o", "h"),
        Link("4", "LIVES_AT", "c", "h"),
        Link("5", "FRIEND_OF", "c", "s"),
    )
    for kept in (links, links[:4], links[:2]):
        ends = {end for link in kept for end in (link.from_id, link.to_id)}
        around = Network(tuple(one for one in (offender, partner, child, home, school) if one.id in ends), kept)
        picture = network_picture(offender, (), around, VIEW)
        boxes = {node.key: node.box for node in picture.nodes}
        for edge in picture.edges:
            at = curve(boxes[edge.start], boxes[edge.end], edge.bend)
            taken = [edge.caption_box, *(Box(*at(step / 20), 0, 0) for step in range(21))]
            left, top, right, bottom = extent(taken)
            assert left >= 0 and top >= 0 and right <= picture.width and bottom <= picture.height
            others = [box for key, box in boxes.items() if key not in (edge.start, edge.end)]
            assert not any(spot.overlaps(box) for spot in taken for box in others)


def test_the_words_of_layers_make_a_chain_no_longer() -> None:
    olaf, kim = person("o", "Olaf Vane", "1980-01-01"), person("k", "Kim Vale", "2014-01-01")
    rooms = [place(f"r{number}", f"Room {number}, 12 Canal Street", kind="ROOM") for number in range(3)]
    links = (
        Link("a", "LIVES_AT", "o", "r0"),
        Link("IN_BUILDING:r0:r1", "IN_BUILDING", "r0", "r1", derived=True),
        Link("IN_BUILDING:r2:r1", "IN_BUILDING", "r2", "r1", derived=True),
        Link("b", "LIVES_AT", "k", "r2"),
    )
    path = (olaf, links[0], rooms[0], links[1], rooms[1], links[2], rooms[2], links[3], kim)
    picture = network_picture(olaf, (finding(kim, exposure("same_building", path, Strength.STRONG, "x")),), None, VIEW)
    left, top, right, bottom = extent(node.box for node in picture.nodes)
    words_wide = max(ring.words_box.w for ring in picture.rings if ring.words)
    assert picture.height <= bottom - top + 60
    assert picture.width <= right - left + 2 * words_wide + 60
    assert all(edge.at_first for edge in picture.edges), "words of lines come before those of layers"


@pytest.mark.parametrize("case", [CASE, crowd(60)], ids=["family", "sixty"])
def test_words_leave_the_heads_of_arrows_to_be_seen(case: Case) -> None:
    picture = draw(case)
    boxes = {node.key: node.box for node in picture.nodes}
    heads = [
        head_box(curve(boxes[edge.start], boxes[edge.end], edge.bend), boxes[edge.end], 12.0)
        for edge in picture.edges
        if edge.arrow
    ]
    captions = [edge.caption_box for edge in picture.edges if edge.at_first]
    assert heads and captions
    assert not [head for head in heads if any(words_box.overlaps(head) for words_box in captions)]


def test_the_key_speaks_of_lines_without_a_finding_only_where_there_are_some() -> None:
    offender, findings, _, network = CASE
    told = "carries no finding"
    assert network is not None
    assert told in render_network_page(draw(CASE), HEAD, offender)
    assert told not in render_network_page(network_picture(offender.person, findings[:1], None, VIEW), HEAD, offender)


def test_a_household_is_drawn_as_one_on_the_days_on_which_all_of_it_lived_there() -> None:
    offender, child, home = (
        person("o", "Olaf Vane", "1980-01-01"),
        person("k", "Kim Vale", "2018-01-01"),
        place("h", "1 Low Row"),
    )
    lives = Link("l", "LIVES_AT", "o", "h", valid_from="2025-10-04", valid_to="2026-09-01")
    child_lives = Link("m", "LIVES_AT", "k", "h", valid_from="2020-02-28")
    picture = network_picture(offender, (), Network((child, home), (lives, child_lives)), VIEW)
    (enclosed,) = picture.households
    assert enclosed.title == "Household: 1 Low Row"
    assert browser_data(picture, {}, {})["spans"][enclosed.key] == ["2025-10-04", "2026-09-01"]
