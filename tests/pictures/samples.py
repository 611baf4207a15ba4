"""Invented cases to draw: a family, and crowds of a given size."""

from datetime import UTC, date, datetime
from typing import Any

from graph_service.model.case import CaseFile, OffenderCase, PackMaterial, Surroundings
from graph_service.model.clock import View
from graph_service.model.findings import Alert, Exposure, Finding, PatternInfo, Subject
from graph_service.model.records import Link, Network, Path, Record
from graph_service.model.vocabulary import Kind, RiskGroup, Serves, Strength, Timing
from graph_service.pages.site_frame import SiteFrame

HEAD = SiteFrame(user="ann.analyst", role="analyst", reads=True, explores=True, records=True, form="mark")
VIEW = View(date(2026, 6, 1), datetime(2026, 6, 1, 8, 30, tzinfo=UTC))


def person(identifier: str, name: str, born: str | None = None, **values: Any) -> Record:
    given, _, family = name.partition(" ")
    told = {"given_names": given, "family_name": family, "date_of_birth": born, **values}
    return Record(Kind.PERSON, identifier, {key: value for key, value in told.items() if value})


def place(identifier: str, lines: str, postcode: str = "ZZ1 4AB", **values: Any) -> Record:
    return Record(Kind.ADDRESS, identifier, {"lines": lines, "postcode": postcode, **values})


def material(file: CaseFile) -> PackMaterial:
    """A case file of whose offender nothing else is recorded."""
    alone = Network((file.case.person,), ())
    return PackMaterial(file, Surroundings(alone, (), frozenset(), (), frozenset(), 0, {}, {}), alone, 2)


def exposure(
    pattern: str,
    steps: tuple[Record | Link, ...],
    strength: Strength,
    summary: str,
    timing: Timing = Timing.CURRENT,
    suppressed_by: str | None = None,
) -> Exposure:
    nodes = tuple(step for step in steps if isinstance(step, Record))
    links = tuple(step for step in steps if isinstance(step, Link))
    title = pattern.replace("_", " ").capitalize()
    return Exposure(
        PatternInfo(pattern, 1, title, "", ""),
        Path(nodes, links),
        strength,
        timing,
        summary,
        suppressed_by=suppressed_by,
    )


def finding(
    subject: Record, *exposures: Exposure, groups: tuple[RiskGroup, ...] = (), protected: Serves | None = None
) -> Finding:
    strength = min((item.strength for item in exposures if not item.suppressed_by), key=list(Strength).index)
    return Finding(Subject(subject, protected), strength, groups or (RiskGroup.CHILDREN,), exposures)


Case = tuple[OffenderCase, tuple[Finding, ...], tuple[Alert, ...], Network | None]


def case_of(offender: Record) -> OffenderCase:
    return OffenderCase(offender, category=1, level=2, lead_agency="Probation Service", managed=True)


def family(*, name: str = "Brian Moss", child: str = "Ellie Reed") -> Case:
    """A partner, her children at two homes, a roof on a school, a friend with a weak report, a sealed address."""
    brian = person("brian", name, "1981-03-09", crn="X900001")
    dawn = person("dawn", "Dawn Reed", "1989-05-02")
    tom = person("tom", "Tom Reed", "1987-11-23")
    ellie = person("ellie", child, "2017-09-09")
    kit = person("kit", "Kit Reed", "2012-01-30")
    school = Record(Kind.SCHOOL, "hillside", {"name": "Hillside Primary School"})
    apex = Record(Kind.ORGANISATION, "apex", {"name": "Apex Builders", "kind": "EMPLOYER"})
    flat = place("flat", "Flat 3, Tower Point", kind="DWELLING")
    tower = place("tower", "Tower Point", kind="BUILDING")
    other_flat = Record(Kind.ADDRESS, "sealed-address-id", {}, sealed=True)
    amy = person("amy", "Amy Lunn", "1994-02-11")
    offence = Record(Kind.OFFENCE, "offence", {"title": "Assault by penetration", "kind": "ADULT_SEXUAL"})
    dean = person("dean", "Dean Hart", "1979-07-14")
    leon = person("leon", "Leon Hart", "2010-02-20")
    nadia = person("nadia", "Nadia Karim", "1990-10-01")
    partner = Link("r1", "PARTNER_OF", "brian", "dawn", role="INTIMATE", valid_from="2026-01-10")
    past = Link("r1b", "PARTNER_OF", "brian", "amy", role="COHABITING", valid_from="2019-02-01", valid_to="2021-08-14")
    mother = Link("r2", "PARENT_OF", "dawn", "ellie", role="BIRTH", valid_from="2017-09-09")
    father = Link("r3", "PARENT_OF", "tom", "ellie", role="BIRTH", valid_from="2017-09-09")
    mother_of_kit = Link("r4", "PARENT_OF", "dawn", "kit", role="BIRTH", valid_from="2012-01-30")
    works = Link("r5", "WORKS_FOR", "brian", "apex", valid_from="2025-09-01", grade="1B")
    roof = Link("r6", "WORKS_AT", "apex", "hillside", valid_from="2026-05-18", valid_to="2026-07-10")
    pupil = Link("r7", "ATTENDS", "ellie", "hillside", valid_from="2021-09-01")
    lives = Link("r8", "LIVES_AT", "brian", "flat", role="MAIN", valid_from="2025-11-20")
    in_tower = Link("IN_BUILDING:flat:tower", "IN_BUILDING", "flat", "tower", derived=True)
    also = Link("IN_BUILDING:sealed-address-id:tower", "IN_BUILDING", "sealed-address-id", "tower", derived=True)
    amy_lives = Link("r9", "LIVES_AT", "amy", "sealed-address-id", role="MAIN", grade="2B")
    convicted = Link("r10", "INVOLVED_IN", "brian", "offence", role="CONVICTED")
    victim = Link("r11", "VICTIM_OF", "amy", "offence")
    co_accused = Link("r12", "ASSOCIATE_OF", "brian", "dean", role="CO_ACCUSED", valid_from="2011-05-01")
    dean_in = Link("r13", "INVOLVED_IN", "dean", "offence", role="CONVICTED")
    uncle = Link("r14", "PARENT_OF", "dean", "leon", role="BIRTH", valid_from="2010-02-20")
    calls = Link("r15", "CONTACTED", "brian", "leon", role="CALL", valid_from="2026-05-03", valid_to="2026-06-01")
    hearsay = Link("r16", "PARTNER_OF", "brian", "nadia", valid_from="2026-04-01", grade="3D", assertion="OPINION")
    minds = Link("r17", "MINDS", "brian", "leon", role="OFFERED", valid_from="2026-05-25", grade="2B")
    findings = (
        finding(
            ellie,
            exposure(
                "partner_child",
                (brian, partner, dawn, mother, ellie),
                Strength.STRONG,
                f"{name} is a partner of Dawn Reed, who is a parent of {child} (age 8).",
            ),
            exposure(
                "work_site_exposure",
                (brian, works, apex, roof, school, pupil, ellie),
                Strength.STRONG,
                f"{name} works for Apex Builders, which works on site at Hillside Primary School, where {child} is a pupil.",
            ),
            exposure(
                "relative_or_friend_child",
                (brian, partner, dawn, mother, ellie),
                Strength.MODERATE,
                f"{name} is in touch with a parent of {child}.",
                suppressed_by="child_same_household",
            ),
        ),
        finding(
            kit,
            exposure(
                "partner_child",
                (brian, partner, dawn, mother_of_kit, kit),
                Strength.STRONG,
                f"{name} is a partner of Dawn Reed, who is a parent of Kit Reed (age 14).",
            ),
        ),
        finding(
            school,
            exposure(
                "work_site_exposure",
                (brian, works, apex, roof, school),
                Strength.MODERATE,
                f"{name} works for Apex Builders, which works on site at Hillside Primary School.",
            ),
            protected=Serves.CHILDREN,
        ),
        finding(
            amy,
            exposure(
                "prior_victim_proximity",
                (brian, lives, flat, in_tower, tower, also, other_flat, amy_lives, amy),
                Strength.MODERATE,
                f"{name} lives in the same building as somebody he offended against.",
            ),
            groups=(RiskGroup.KNOWN_ADULT,),
        ),
        finding(
            leon,
            exposure(
                "associate_bridge",
                (brian, co_accused, dean, uncle, leon),
                Strength.MODERATE,
                f"{name} is an associate of Dean Hart, a parent of Leon Hart (age 16).",
            ),
            exposure(
                "child_associate",
                (brian, calls, leon),
                Strength.MODERATE,
                f"{name} called Leon Hart (age 16), last on 31 May 2026.",
                Timing.RECENT,
            ),
            exposure("babysitting_access", (brian, minds, leon), Strength.WEAK, f"{name} offered to mind Leon Hart."),
        ),
    )
    alerts = (
        Alert(
            "intelligence_to_develop",
            "Intelligence to develop",
            nadia,
            "A report graded 3D says that Nadia Karim may be a partner; nothing rests on it yet.",
            Path((brian, nadia), (hearsay,)),
        ),
    )
    around = Network((brian, dawn, tom, ellie, amy, dean, offence), (father, past, convicted, victim, dean_in))
    return case_of(brian), findings, alerts, around


def entangled() -> Case:
    """An offender and a former wife with whom he lives again: ten relationships between the two."""
    vince, moira = person("o", "Vince Tarr", "1980-01-01"), person("p", "Moira Tarr", "1982-01-01")
    may: dict[str, Any] = {"valid_from": "2026-05-01", "valid_to": "2026-05-20"}
    links = (
        Link("r1", "PARTNER_OF", "o", "p", role="SPOUSE", valid_from="2005-01-01", valid_to="2012-01-01"),
        Link("r2", "PARTNER_OF", "o", "p", role="COHABITING", valid_from="2024-01-01"),
        Link("r3", "FINANCIALLY_TIED_TO", "o", "p", valid_from="2010-01-01"),
        Link("r4", "CONTACTED", "o", "p", role="CALL", **may),
        Link("r5", "CONTACTED", "o", "p", role="MESSAGE", **may),
        Link("r6", "THREATENED", "o", "p", valid_from="2026-05-02", valid_to="2026-05-03"),
        Link("r7", "FRIEND_OF", "o", "p", valid_from="2000-01-01"),
        Link("r8", "ASSOCIATE_OF", "o", "p", role="BUSINESS", valid_from="2003-01-01"),
        Link("r9", "VISITS", "o", "p", **may),
        Link("ra", "CONTACTED", "p", "o", role="CALL", **may),
    )
    return case_of(vince), (), (), Network((moira,), links)


_GIVEN = ("Ada", "Ben", "Cara", "Dev", "Elin", "Finn", "Gita", "Hugh", "Iris", "Joss")
_FAMILY = ("Ashby", "Brandreth", "Coleclough", "Dunmore", "Eastlake", "Fothergill", "Garside")


def crowd(size: int) -> Case:
    """A case with `size` people and places: households by partner, friends' children, a works school, an estate."""
    offender = person("o", "Martin Kessell", "1975-04-04")
    records, findings = 1, []
    number = 0
    while records < size:
        number += 1
        name = f"{_GIVEN[number % 10]} {_FAMILY[number % 7]}"
        kid = person(f"k{number}", f"{_GIVEN[number * 3 % 10]} {_FAMILY[number % 7]}", f"20{10 + number % 14}-03-15")
        adult = person(f"p{number}", name, f"19{60 + number % 35}-08-21")
        match number % 4:
            case 0 if records + 2 <= size:
                home = place(f"a{number}", f"{number} Canal Street")
                steps: tuple[Record | Link, ...] = (
                    offender,
                    Link(f"s{number}", "STAYS_AT", "o", home.id, valid_from="2026-05-01", detail="14"),
                    home,
                    Link(f"l{number}", "LIVES_AT", kid.id, home.id),
                    kid,
                )
                records += 2
            case 1 if records + 3 <= size:
                work = Record(Kind.ORGANISATION, f"w{number}", {"name": f"{_FAMILY[number % 7]} Scaffolding {number}"})
                site = Record(Kind.SCHOOL, f"c{number}", {"name": f"{_FAMILY[number * 3 % 7]} Park Academy"})
                steps = (
                    offender,
                    Link(f"w{number}", "WORKS_FOR", "o", work.id),
                    work,
                    Link(f"x{number}", "WORKS_AT", work.id, site.id, valid_from="2026-05-18", valid_to="2026-07-10"),
                    site,
                    Link(f"t{number}", "ATTENDS", kid.id, site.id),
                    kid,
                )
                records += 3
            case _ if records + 2 <= size:
                ended = "2026-05-20" if number % 3 == 0 else "9999-12-31"
                steps = (
                    offender,
                    Link(f"f{number}", "FRIEND_OF", "o", adult.id, valid_from="2020-01-01", valid_to=ended, grade="2B"),
                    adult,
                    Link(f"m{number}", "PARENT_OF", adult.id, kid.id, role="BIRTH"),
                    kid,
                )
                records += 2
            case _:
                steps = (offender, Link(f"g{number}", "ASSOCIATE_OF", "o", kid.id), kid)
                records += 1
        strength = list(Strength)[number % 3]
        findings.append(
            finding(kid, exposure("relative_or_friend_child", steps, strength, f"{kid.name} is within reach."))
        )
    findings.sort(key=lambda found: list(Strength).index(found.strength))
    return case_of(offender), tuple(findings), (), None
