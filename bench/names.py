"""Questions of a search with known answers: people of invented names, and how somebody else would write these.

Beside each of them live two who are like them: one of the same given name, one of the same family name. Those of a common family
name live among hundreds of that name.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph_service.samples.identifiers import cro_number, pnc_id
from graph_service.spelling.variants import groups

VARIANTS: Final = "short forms and variants"
COMMON: Final = "short forms and variants among hundreds of one family name"
MISSPELT: Final = "a letter amiss in each name"
ALONE: Final = "a family name alone, a letter amiss"
FOLDED: Final = "accents, apostrophes, hyphens, spaces"
SOUNDS: Final = "names that sound alike"
IDENTIFIERS: Final = "identifiers in other spellings"

_FIRST: Final = (
    *("Har", "Thorn", "Wel", "Bram", "Stan", "Kil", "Pen", "Dun"),
    *("Ash", "Rad", "Mor", "Tre", "Whit", "Cor", "Lang", "Fen"),
)
_MIDDLE: Final = ("", "ing", "er", "a", "cot", "den", "le")
_LAST: Final = ("wick", "bury", "croft", "stow", "hurst", "gate", "combe", "mere", "thorpe", "fold", "dale", "ness")
_COMMON: Final = ("Smith", "Jones", "Khan")
_LETTERS: Final = "abcdefghijklmnoprstuwy"

_FOLDED: Final = (
    ("Zoë", "Brandreth", "Zoe Brandreth"), ("Siân", "Gŵynne", "Sian Gwynne"), ("Tomáš", "Dvořáček", "Tomas Dvoracek"),
    ("Đặng", "Văn Bình", "Dang Van Binh"), ("Łukasz", "Wójtowicz", "Lukasz Wojtowicz"),
    ("Bjørn", "Ødegården", "Bjorn Odegarden"), ("Rene\u0301", "Ku\u0308c\u0327u\u0308k", "Rene Kucuk"),
    ("Jürgen", "Weiß", "Jurgen Weiss"), ("François", "Lefèvre", "Francois Lefevre"), ("Íñigo", "Muñoz", "Inigo Munoz"),
    ("Þórdís", "Jónsdóttir", "Thordis Jonsdottir"), ("Șerban", "Țepeș", "Serban Tepes"),
    ("Sean", "O'Brannigan", "Sean O Brannigan"), ("Nora", "O’Halloran", "Nora OHalloran"),
    ("Fitz", "D'Arcangelo", "Fitz D Arcangelo"), ("Una", "McGillivray", "Una Mc Gillivray"),
    ("Orla", "Mac Giolla", "Orla MacGiolla"), ("Gemma", "Smith-Hollowell", "Gemma SmithHollowell"),
    ("Anne-Marie", "Duxbury", "Annemarie Duxbury"), ("Jean Paul", "Sartoris", "Jeanpaul Sartoris"),
    ("Ana", "de la Cruz", "Ana Delacruz"), ("Piet", "van der Merwe", "Piet Vandermerwe"), ("Llŷr", "ap Rhŷs", "Llyr Aprhys"),
    ("Ngũgĩ", "Wanjikũ", "Ngugi Wanjiku"), ("Дмитрий", "Орловский", "Dmitriy Orlovskiy"),
    ("SINÉAD", "NÍ CHONAILL", "sinead nichonaill"), ("Béla", "Szőke", "Bela Szoke"), ("Ayşe", "Yıldız", "Ayse Yildiz"),
    ("Søren", "Kjærsgaard", "Soren Kjaersgaard"), ("Chloé", "St. Aubyn", "Chloe StAubyn"),
)  # fmt: skip
"""Given names, family name, and what is asked."""

_SOUNDS: Final = (
    ("Stephen", "Geoffries", "Steven Jeffreys"), ("Caitlin", "Shaughnessy", "Kaitlyn Shawnessy"),
    ("Bryan", "Thacker", "Brian Thakker"), ("Kathryn", "Peirson", "Catherine Pearson"),
    ("Philip", "Knightley", "Phillip Nightly"), ("Marc", "Crowther", "Mark Krowther"), ("Jon", "Wrigley", "John Rigley"),
    ("Allyson", "Pharr", "Alison Farr"), ("Deirdre", "Keighley", "Dierdre Keely"), ("Geoffrey", "Quayle", "Jeffrey Kwayle"),
    ("Cerys", "Vaughn", "Kerris Vawn"), ("Ceri", "Whytehead", "Kerry Whitehead"),
    ("Nicola", "Schofield", "Nichola Skofield"), ("Rachael", "Cruickshank", "Rachel Crookshank"),
    ("Leigh", "Wyndham", "Lee Windham"), ("Jayne", "Pye", "Jane Pie"), ("Haley", "Tunnicliffe", "Hayley Tunicliff"),
    ("Karl", "Fysh", "Carl Fish"), ("Stuart", "Mathieson", "Stewart Matheson"), ("Lynsey", "Rhodes", "Lindsay Rodes"),
    ("Niall", "Kavanagh", "Neil Cavanagh"), ("Shaun", "Whyatt", "Sean Wyatt"), ("Toni", "Kearns", "Tony Cairns"),
    ("Ruari", "McCrae", "Rory McRae"), ("Yasmin", "Sharif", "Jasmine Shareef"),
    ("Aleksandra", "Wisniewska", "Alexandra Vishnevska"), ("Mikhail", "Petrov", "Michail Petroff"),
    ("Yousuf", "Rahman", "Yusef Rehman"), ("Mohammed", "Shafiq", "Muhammad Shafeek"),
    ("Siobhan", "Gallacher", "Shivaun Gallagher"),
)  # fmt: skip
"""Names as somebody writes them down who has only heard them; few of these stand in the table of variants."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of which kind it is, and the id of the person who is meant."""

    kind: str
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Questions:
    """A bundle of people, and what is asked of them."""

    people: tuple[dict[str, str], ...]
    questions: tuple[Question, ...]

    def write(self, folder: Path) -> Path:
        """Write the people as a bundle."""
        folder.mkdir(parents=True, exist_ok=True)
        columns = list(dict.fromkeys(column for person in self.people for column in person))
        with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(self.people)
        return folder


def questions(seed: int) -> Questions:
    """The questions, the same for the same seed: two for each line of the table of variants, and some of each other kind."""
    chance = random.Random(seed)
    families = _families(chance)
    people: list[dict[str, str]] = []
    asked: list[Question] = []

    def somebody(given: str, family: str, **identifiers: str) -> str:
        number = len(people)
        people.append({"id": f"asked-{number}", "given_names": given, "family_name": family, **identifiers})
        people.append({"id": f"asked-{number}-given", "given_names": given, "family_name": next(families)})
        people.append({"id": f"asked-{number}-family", "given_names": "Doris", "family_name": family})
        return f"asked-{number}"

    for number, group in enumerate(groups()):
        family, other = next(families), chance.choice(group[1:])
        meant = somebody(group[0], family)
        asked.append(Question(VARIANTS, f"{other} {family}", meant))
        misspelt = " ".join(_amiss(word, chance) for word in (group[0], family))
        asked.append(Question(MISSPELT, misspelt, meant))
        if number % 4 == 0:
            alone = {"id": f"alone-{number}", "given_names": group[0], "family_name": next(families)}
            people.append(alone)
            asked.append(Question(ALONE, _amiss(alone["family_name"], chance), alone["id"]))
    for family in _COMMON:
        for number, group in enumerate(groups()):
            people.append({"id": f"{family.lower()}-{number}", "given_names": group[0], "family_name": family})
            if number % 5 == 0:
                asked.append(Question(COMMON, f"{chance.choice(group[1:])} {family}", people[-1]["id"]))
    for kind, names in ((FOLDED, _FOLDED), (SOUNDS, _SOUNDS)):
        asked += [Question(kind, text, somebody(given, family)) for given, family, text in names]
    for number in range(20):
        pnc, cro = pnc_id(1980 + number % 20, 1000 + number), cro_number(80 + number % 20, 2000 + number)
        meant = somebody("Percy", next(families), pnc_id=pnc, cro_number=cro)
        short = f"{pnc[2:4]}/{pnc[5:12].lstrip('0')}{pnc[12:].lower()}"
        asked += [Question(IDENTIFIERS, text, meant) for text in (short, f"CRO {cro.lstrip('0')}")]
    return Questions(tuple(people), tuple(asked))


def _families(chance: random.Random) -> Iterator[str]:
    names = [first + middle + last for first in _FIRST for middle in _MIDDLE for last in _LAST]
    chance.shuffle(names)
    return iter(names)


def _amiss(word: str, chance: random.Random) -> str:
    """A word with one letter left out, doubled, changed for another or for its neighbour; short ones as they are."""
    if len(word) < 5:
        return word
    place = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    match chance.randrange(4):
        case 0:
            return before + after
        case 1:
            return before + letter + letter + after
        case 2:
            return before + chance.choice(_LETTERS) + after
        case _:
            return before + after[0] + letter + after[1:]
