"""Names for invented people and places; chosen for being ordinary, not for belonging to anybody."""

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN_F: Final = _words(
    """
    Abigail Adaeze Aisha Alice Amara Amelia Anita Anya Ava Beatrice Bethany Bridget Caitlin Camille Catherine
    Charlotte Chloe Clara Daniela Deborah Diane Edith Eleanor Elif Eliza Emily Emma Erin Esther Evelyn Faith
    Farah Fatima Fiona Florence Frances Freya Gemma Georgia Grace Hannah Harriet Heather Helen Holly Imogen Ines
    Iris Isla Ivy Jasmine Jean Jessica Joanna Josephine Judith Julia Kate Khadija Kirsty Laura Leah Lena Lily
    Lorna Louise Lucy Maeve Margaret Maria Martha Maryam Matilda Megan Mei Mina Molly Monika Nadine Naomi
    Natalie Nicola Nina Olivia Pamela Patricia Pauline Penny Philippa Phoebe Poppy Priscilla Rachel Rebecca
    Rosie Roxana Ruby Samira Sandra Sarah Shanice Sheila Sian Simone Sophie Stella Susan Sylvia Tamsin Tanya
    Teresa Thea Tilly Ursula Valerie Vera Victoria Violet Yasmin Yvonne Zainab
    """
)
GIVEN_M: Final = _words(
    """
    Aaron Abdul Adam Adrian Alexander Alfie Amir Andrew Angus Anthony Archie Arthur Ashley Barnaby Barry
    Benedict Benjamin Bilal Bradley Caleb Callum Cameron Chidi Christopher Clive Colin Connor Craig Daniel
    Darren David Declan Dennis Derek Dominic Douglas Duncan Dylan Edward Elliot Emeka Eric Ethan Ewan Felix
    Francis Frank Freddie Gareth Gavin George Gerald Graham Hamza Harold Harry Harvey Henry Hugh Hugo Ian
    Ibrahim Isaac Jack Jacob James Jamie Jason Jasper Jeremy Joel John Jonathan Joseph Joshua Julian Keith
    Kenneth Kieran Kofi Lawrence Leo Lewis Liam Logan Louis Luca Malcolm Marcus Mark Matthew Max Michael
    Mohammed Nathan Neville Nicholas Noah Oliver Oscar Owen Patrick Peter Philip Rafal Ralph Reece Reuben
    Richard Robert Roger Ronan Rory Rupert Russell Ryan Samuel Scott Sean Sebastian Simon Stanley Stephen Stuart
    Tariq Terence Theodore Thomas Timothy Toby Trevor Tyrone Victor Vincent Walter Wesley William Xavier Yusuf
    Zachary
    """
)
FAMILY: Final = _words(
    """
    Abbott Achebe Ackroyd Ahmed Aldridge Allsop Amos Appleyard Arkwright Ashworth Atkins Bancroft Banerjee
    Barlow Bassett Baxter Beaumont Beckett Bellamy Bennett Birch Blackwell Bloom Bolton Booker Bowen Bradshaw
    Bramley Brennan Brightwell Broadbent Buckley Burgess Byrne Calder Cartwright Chaudhry Chilton Clegg Clements
    Coldwell Collier Conway Corbett Cotterill Coulson Craddock Cresswell Croft Crowther Dalby Darby Davenport
    Dawson Deacon Denham Dhillon Dixon Dobson Doherty Draper Drummond Duckworth Durrant Eastwood Eccles Edmunds
    Ellwood Emery Entwistle Eze Fairhurst Farrow Fenwick Finch Firth Fletcher Forrester Fraser Gallagher Garland
    Garnett Gill Glover Goddard Gorman Grantham Greaves Grimshaw Gupta Haddon Halliwell Hanley Hargreaves
    Hartley Haworth Hebden Hewitt Hibbert Hollis Holroyd Horne Hughes Hurst Hussain Ibbotson Ingham Iqbal Jarvis
    Jessop Joyce Kaur Keating Kendrick Kershaw Kowalski Lambert Langley Lawton Lister Lockwood Longden Mahmood
    Makin Mallory Marsden Mather McAllister McBride Mellor Mensah Merrick Milner Moffat Morton Mowbray Naylor
    Nettleton Newbold Nowak Nuttall Oakes Ogden Okafor Oldroyd Ormerod Osborne Paget Parkin Patel Pemberton
    Penrose Pickles Pinder Pollard Prescott Quigley Quinn Radcliffe Rahman Ramsden Rashid Redfern Rigby Ritchie
    Rourke Rowntree Rutter Salter Sargent Scholes Sefton Shaw Shepherd Siddiqui Silcock Singh Slater Sowerby
    Speight Stanhope Stott Sugden Sutcliffe Swift Tattersall Thackray Thorpe Tipping Tolson Townend Tranter
    Turnbull Underhill Varley Vickers Waddington Wainwright Walsh Wardle Waterhouse Whitaker Wilkes Winstanley
    Wolfe Woodhead Wragg Yates Yeung Zaman
    """
)
STREETS: Final = _words(
    """
    Abbey Alder Anchor Ash Barley Beech Bell Birch Bridge Brewery Bridle Castle Cedar Chapel Cherry Church Clay
    Cloth College Copper Cornmill Cross Dale Dean Dove Elm Fell Fern Field Fountain Garden Gate George Granary
    Grange Green Grove Hall Hawthorn Hazel Heath High Hill Holly Ivy Jubilee Kiln King Lark Laurel Linden Lower
    Mallow Maltings Manor Maple Market Marsh Meadow Mill Minster Moat Moor Nelson North Oak Orchard Park Pasture
    Pine Pond Poplar Queen Railway Ridge River Rose Rowan School Silver South Spring Station Stone Swan Temple
    Thorn Tower Upper Vale Victoria Walnut Water Well West Willow Wood Yew
    """
)
STREET_KINDS: Final = _words(
    """
    Street Road Lane Avenue Close Terrace Way Drive Gardens Rise
    """
)
TOWN_STARTS: Final = _words(
    """
    Alder Amber Ash Barrow Beck Birk Bram Brook Cald Carr Clough Cold Dar Ellen Fen Garth Hals Hart Hather Kell
    Lang Led Lin Marl Mer Nether Orm Oster Pen Rams Red Rother Scar Skel Stan Thorn Under Wal Wether Whin
    """
)
TOWN_ENDS: Final = _words(
    """
    bourne bridge burn by combe dale fell ford gate ham holme ley
    """
)
