import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.integrity.text.characters import (
    CharacterFault,
    character_faults,
    clean_white_space,
    without_invisible,
)

TEXT = st.text(st.sampled_from("aß 靴क्म\u094dی\u200b\u200c\u200d\u200e\u202e\u00a0\u3000\t\n\u00ad12V«👨"), max_size=12)


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ("a\x07b", CharacterFault.UNPRINTABLE),
        ("a\ue000b", CharacterFault.UNPRINTABLE),
        ("a\ufffdb", CharacterFault.UNPRINTABLE),
        ("Gummi\u00adstiefel", CharacterFault.INVISIBLE),
        ("长\u200b靴", CharacterFault.INVISIBLE),
        ("run\u200dning", CharacterFault.INVISIBLE),
        ("\ufeffshoe", CharacterFault.INVISIBLE),
        ("shoe\ufe0f", CharacterFault.INVISIBLE),
        ("shoe\u200f", CharacterFault.BIDI_CONTROL),
        ("نعل\u202eabc", CharacterFault.BIDI_CONTROL),
        ("\u2067حذاء\u2069", CharacterFault.BIDI_CONTROL),
        (" shoe", CharacterFault.WHITE_SPACE),
        ("shoe ", CharacterFault.WHITE_SPACE),
        ("running  shoe", CharacterFault.WHITE_SPACE),
        ("running\nshoe", CharacterFault.WHITE_SPACE),
        ("running\u00a0shoe", CharacterFault.WHITE_SPACE),
        ("running\u3000shoe", CharacterFault.WHITE_SPACE),
    ],
)
def test_characters_out_of_place_are_found(form: str, fault: CharacterFault) -> None:
    assert {found.fault for found in character_faults(form)} == {fault}


@pytest.mark.parametrize(
    "form",
    [
        "می\u200cخواهم",  # Persian divides with a non-joiner
        "क्\u200dष",  # Hindi shapes a half form with a joiner
        "ශ්\u200dරී",  # Sinhala
        "รอง\u200bเท้า",  # Thai breaks lines at a zero-width space
        "נעל USB\u200e 3",  # a mark holds Latin beside Hebrew together
        "👨\u200d👩\u200d👧",
        "☎\ufe0f",
        "辻\U000e0100",  # an ideographic variation
        "33\u00a0tours",
        "prix\u202f: 3",
        "運動\u3000靴",
        "a-b c",
        "",
    ],
)
def test_the_same_characters_are_spelling_elsewhere(form: str) -> None:
    assert character_faults(form) == ()


@given(TEXT)
def test_mended_text_has_none_of_the_faults_that_were_mended(form: str) -> None:
    spaced = clean_white_space(form)
    assert CharacterFault.WHITE_SPACE not in {found.fault for found in character_faults(spaced)}
    assert clean_white_space(spaced) == spaced
    assert [char for char in spaced if not char.isspace()] == [char for char in form if not char.isspace()]


@given(TEXT)
def test_taking_out_the_invisible_keeps_every_letter(form: str) -> None:
    left = without_invisible(form)
    letters = [char for char in form if unicodedata.category(char)[0] in "LMN"]
    assert [char for char in left if unicodedata.category(char)[0] in "LMN" or char == "\ufe0f"] == letters
