from dataclasses import replace

import pytest
from defusedxml.ElementTree import fromstring

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.pictures import BoundaryPicture
from taxonomy_service.exchange.boundary_svg import boundary_svg
from taxonomy_service.exchange.boundary_words import Teller
from taxonomy_service.exchange.svg_text import text_width

SVG = "{http://www.w3.org/2000/svg}"
EN = Teller(LanguageTag("en"))


class Drawn:
    """The elements of a drawing."""

    def __init__(self, picture: BoundaryPicture, teller: Teller = EN) -> None:
        self.root = fromstring(boundary_svg(picture, teller))
        self.texts = [(text.attrib, text.text) for text in self.root.iter(f"{SVG}text")]
        rects = [rect.attrib for rect in self.root.iter(f"{SVG}rect") if "bar" in rect.get("class", "").split()]
        self.bars = [rect for rect in rects if rect["height"] == "34"]
        self.legend = [rect for rect in rects if rect["height"] != "34"]


@pytest.fixture(scope="module")
def drawn(picture: BoundaryPicture) -> Drawn:
    return Drawn(picture)


def test_it_says_what_it_shows_to_those_who_do_not_see_it(drawn: Drawn) -> None:
    root = drawn.root
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    said = {child.get("id"): child.text for child in root if child.get("id") in named}
    assert said["title"] == "Boundaries of “running <shoe>”"
    assert "French: “chaussure de sport” covers sports shoe (83 % sure)" in said["desc"]
    assert said["desc"].count(".") == 7, "a sentence for each language"


def test_a_bar_is_as_long_as_what_its_label_covers(drawn: Drawn) -> None:
    lengths = [(float(bar["x"]), float(bar["width"])) for bar in drawn.bars]
    (japanese, french, arabic, *hindi, german, english) = lengths
    assert french[1] > 2 * german[1]
    assert english[1] > german[1]
    assert german == japanese
    assert arabic[0] > german[0] + 3 * german[1]
    assert len(hindi) == 2, "two parts apart"
    joins = [path for path in drawn.root.iter(f"{SVG}path") if path.get("class") == "join"]
    assert len(joins) == 1, "and a line between them"


def test_colour_is_never_the_only_sign(drawn: Drawn) -> None:
    kinds = [set(bar["class"].split()) for bar in drawn.bars]
    assert kinds[0] == {"bar", "flagged", "unknown"}
    assert kinds[1] == {"bar", "flagged"}
    assert kinds[3] == {"bar", "flagged", "part"}
    assert kinds[-1] == {"bar"}
    signs = [text for about, text in drawn.texts if about["class"] == "sign"]
    assert signs == ["?", "⊃", "≠", "∩", "=", "≡"]
    assert [set(bar["class"].split()) - {"bar"} for bar in drawn.legend] == [
        set(),
        {"flagged"},
        {"flagged", "part"},
        {"flagged", "unknown"},
    ]


def test_every_form_has_its_language_and_direction(drawn: Drawn) -> None:
    arabic = [about for about, text in drawn.texts if text == "حذاء"]
    assert [(about["lang"], about["direction"]) for about in arabic] == [("ar", "rtl")]
    hindi = [about for about, text in drawn.texts if text == "जूता"]
    assert [(about["lang"], about.get("direction")) for about in hindi] == [("hi", None)]


def test_what_a_language_calls_the_neighbours_stands_under_the_bar(drawn: Drawn) -> None:
    small = [text for about, text in drawn.texts if about["class"] == "small"]
    assert "chaussure" in small
    assert "de tennis" in small
    assert "حذاء تنس" in small
    assert "no label" in small


def test_a_reader_gets_the_labels_of_her_language(picture: BoundaryPicture) -> None:
    texts = [text for _, text in Drawn(picture, Teller(LanguageTag("de"))).texts]
    assert "Sportschuh" in texts
    assert "Französisch" in texts


def test_it_fits_in_the_size_that_it_states(drawn: Drawn) -> None:
    width, height = float(drawn.root.get("width")), float(drawn.root.get("height"))
    assert drawn.root.get("viewBox") == f"0 0 {width:g} {height:g}"
    assert all(0 <= float(about["x"]) <= width and 0 <= float(about["y"]) <= height for about, _ in drawn.texts)
    assert all(float(bar["x"]) + float(bar["width"]) < width for bar in drawn.bars)


def test_long_words_of_a_verdict_find_room(picture: BoundaryPicture) -> None:
    german = {"broader": "umfasst mehr als das Konzept"}
    told = Drawn(picture, Teller(LanguageTag("de"), LanguageTag("de"), lambda text: german.get(text, text)))
    (at,) = (float(about["x"]) for about, text in told.texts if text == german["broader"])
    assert at + text_width(german["broader"], 13) <= float(told.root.get("width"))
    assert float(told.root.get("width")) > float(Drawn(picture).root.get("width"))


def test_concepts_called_alike_are_told_apart_in_their_columns(picture: BoundaryPicture) -> None:
    first, second, *rest = picture.columns
    french = LanguageTag("fr")
    confused = replace(picture, columns=(first, second._replace(labels={**second.labels, french: "chaussure"}), *rest))
    confused = replace(
        confused, columns=(first._replace(labels={**first.labels, french: "chaussure"}), *confused.columns[1:])
    )
    texts = Drawn(confused, Teller(french)).texts
    assert {text for _, text in texts} >= {"(running <shoe>)", "(tennis shoe)"}
    assert all(of["lang"] == "en" for of, text in texts if text == "(tennis shoe)")
    assert "(tennis shoe)" not in {text for _, text in Drawn(picture, Teller(french)).texts}
