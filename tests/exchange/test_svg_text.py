import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.domain.languages import LanguageTag
from taxonomy_service.domain.statements import Literal
from taxonomy_service.exchange.svg_text import text_element, text_width, wrapped, xml_text


def test_wide_scripts_are_wide_and_marks_are_not() -> None:
    assert text_width("靴", 10) > 10
    assert text_width("के", 10) < text_width("कक", 10)
    assert text_width("shoe", 20) == pytest.approx(2 * text_width("shoe", 10))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("chaussure de course à pied", ["chaussure de", "course à pied"]),
        ("スポーツシューズ用品", ["スポーツ", "シューズ用品"]),
        ("Straßenlaufschuhbeutel", ["Straßenlauf-", "schuhbeutel"]),
        ("weghardloopschoenen", ["weghardloop-", "schoenen"]),
        ("Verkehrszeichenbrücke", ["Verkehrszei-", "chenbrücke"]),
        ("Basketballhallenschuh", ["Basketball-", "hallenschuh"]),
        ("электрокардиограмма", ["электрокар-", "диограмма"]),
        ("bcdfgbcdfgbcdfg", ["bcdfgbcd-", "fgbcdfg"]),
        ("حذاءللجريعلىالطرقات", ["حذاءللجريع", "لىالطرقات"]),
        ("Baby-Schuh", ["Baby-Schuh"]),
        ("", [""]),
    ],
)
def test_lines_break_where_the_script_lets_them(text: str, lines: list[str]) -> None:
    assert wrapped(text, 100, 13, 2) == lines


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    shown = wrapped("chaussure de compétition légère pour la piste", 100, 13, 2)
    assert len(shown) == 2
    assert shown[1].endswith("…")
    assert text_width(shown[1], 13) <= 100


@given(st.text(max_size=80), st.integers(40, 300), st.integers(1, 4))
def test_no_line_is_too_wide_and_none_too_many(text: str, width: int, most: int) -> None:
    lines = wrapped(text, width, 11, most)
    assert 1 <= len(lines) <= most
    assert all(text_width(line, 11) <= width + 11 for line in lines)


def test_right_to_left_text_keeps_its_language_and_is_anchored_as_drawn() -> None:
    drawn = fromstring(text_element((1, 2), Literal("حذاء", LanguageTag("ar")), anchor="start"))
    assert drawn.attrib["direction"] == "rtl"
    assert drawn.attrib["lang"] == "ar"
    assert drawn.attrib["text-anchor"] == "end", "its line begins at the right"
    plain = fromstring(text_element((1, 2), Literal("shoe", LanguageTag("en")), anchor="start"))
    assert plain.attrib["text-anchor"] == "start"
    assert "direction" not in plain.attrib


@given(st.text(max_size=40))
def test_any_text_is_well_formed_xml(text: str) -> None:
    fromstring(text_element((0, 0), Literal(text, LanguageTag("he"))))


def test_markup_and_control_characters_do_no_harm() -> None:
    assert xml_text("<script>\x00\x1b&") == "&lt;script&gt;&amp;"
