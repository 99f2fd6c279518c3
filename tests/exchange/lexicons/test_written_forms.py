import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy_service.exchange.lexicons.written_forms import LONGEST, bare, headword_forms, listed_forms, usable_forms


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Filter {m} (in Zusammensetzungen (Film)) [photo.]", "Filter"),
        ("(noun (common) (futsuumeishi))", ""),
        ("{火葬場}crematory", "crematory"),
        ("y(o)ustone", "y(o)ustone"),
        ("eel-smoking business <eelsmoking business>", "eel-smoking business"),
        ("never closed (as here", "never closed (as here"),
    ],
)
def test_brackets_go_whatever_they_hold(text: str, left: str) -> None:
    assert bare(text) == left


def test_a_list_is_cut_at_the_commas_of_its_script() -> None:
    assert listed_forms("معطف، سترة; جاكيت") == ("معطف", "سترة", "جاكيت")
    assert listed_forms("靴、スニーカー") == ("靴", "スニーカー")
    assert listed_forms("gemi ipi, halat.") == ("gemi ipi", "halat")


def test_what_explains_is_no_form() -> None:
    assert usable_forms(["gemiye yükletilen mallara iyi bakılsın diye eskiden verilen para", "prim"]) == ("prim",)
    assert usable_forms(["a" * (LONGEST + 1), " ", "…"]) == ()


def test_headwords_keep_their_commas_but_not_their_pronunciation() -> None:
    assert headword_forms("tel père, tel fils /tɛl pɛʁ tɛl fis/ <phrase>") == ("tel père, tel fils",)
    assert headword_forms("disport //dəˈspɔɹt// //dɪˈspɔːt// <v>") == ("disport",)


@given(st.text(max_size=60))
def test_any_text_gives_short_forms_without_white_space_around_them(text: str) -> None:
    for form in listed_forms(text):
        assert form
        assert form == form.strip()
        assert len(form) <= LONGEST
